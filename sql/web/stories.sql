-- Stories, the latest first; those with an article in a language, or first published within some time.
-- Reads: news.stories, news.members, news.articles. Binds: language, since, until (each null for all), after_time, after_id, row_limit.
-- With a language, each story stands at the place of its latest article in that language.
WITH page AS (
    (
        SELECT stories.story_id, stories.last_published_at AS place_time, stories.story_id AS place_id
        FROM news.stories
        WHERE
            cast(:language AS text) IS NULL
            AND (cast(:since AS timestamptz) IS NULL OR stories.first_published_at >= :since)
            AND (cast(:until AS timestamptz) IS NULL OR stories.first_published_at < :until)
            AND (
                cast(:after_id AS uuid) IS NULL
                OR (stories.last_published_at, stories.story_id) < (cast(:after_time AS timestamptz), cast(:after_id AS uuid))
            )
        ORDER BY stories.last_published_at DESC, stories.story_id DESC
        LIMIT :row_limit
    )
    UNION ALL
    (
        SELECT members.story_id, articles.published_at, articles.article_id
        FROM news.articles
        JOIN news.members ON members.article_id = articles.article_id
        JOIN news.stories ON stories.story_id = members.story_id
        WHERE
            articles.language = cast(:language AS text)
            AND (cast(:since AS timestamptz) IS NULL OR stories.first_published_at >= :since)
            AND (cast(:until AS timestamptz) IS NULL OR stories.first_published_at < :until)
            AND (
                cast(:after_id AS uuid) IS NULL
                OR (articles.published_at, articles.article_id) < (cast(:after_time AS timestamptz), cast(:after_id AS uuid))
            )
            AND NOT EXISTS (
                SELECT 1
                FROM news.members AS others
                JOIN news.articles AS later ON later.article_id = others.article_id
                WHERE
                    others.story_id = members.story_id AND later.language = articles.language
                    AND (later.published_at, later.article_id) > (articles.published_at, articles.article_id)
            )
        ORDER BY articles.published_at DESC, articles.article_id DESC
        LIMIT :row_limit
    )
)

SELECT
    stories.story_id, stories.lead_title, stories.lead_publisher, stories.lead_language, stories.languages,
    stories.article_count, stories.outlet_count, stories.copy_count, stories.first_published_at,
    stories.last_published_at, page.place_time, page.place_id
FROM page
JOIN serve.stories ON stories.story_id = page.story_id
ORDER BY page.place_time DESC, page.place_id DESC
