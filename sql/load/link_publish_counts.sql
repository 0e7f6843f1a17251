-- Count what readers ask of the stories that the batch touches: languages, copies, first sight.
-- Writes: news.stories. Reads: staging.stories, staging.articles, news.members, news.articles, news.copies. Binds: batch_id.
-- Idempotent: values, and only where they differ. After members, copies and stories.
WITH touched AS (
    SELECT staged.story_id FROM staging.stories AS staged WHERE staged.batch_id = :batch_id
    UNION
    SELECT members.story_id
    FROM staging.articles AS staged
    JOIN news.members ON members.article_id = staged.article_id
    WHERE staged.batch_id = :batch_id
),

counted AS (
    SELECT
        members.story_id,
        array_agg(DISTINCT articles.language ORDER BY articles.language) AS languages,
        count(*) FILTER (
            WHERE EXISTS (SELECT FROM news.copies WHERE copies.article_id = articles.article_id)
        ) AS copy_count,
        min(articles.first_seen_at) AS first_seen_at
    FROM touched
    JOIN news.members ON members.story_id = touched.story_id
    JOIN news.articles ON articles.article_id = members.article_id
    GROUP BY members.story_id
)

UPDATE news.stories AS story
SET languages = counted.languages, copy_count = counted.copy_count, first_seen_at = counted.first_seen_at
FROM counted
WHERE
    counted.story_id = story.story_id
    AND (story.languages, story.copy_count, story.first_seen_at)
    IS DISTINCT FROM (counted.languages, counted.copy_count, counted.first_seen_at)
