-- Stories by the words of their articles, those with the latest such article first.
-- Reads: serve.search, serve.stories. Binds: q, language, since, until (each of these null for all), row_limit (articles looked at).
WITH found AS (
    SELECT matches.story_id, max(matches.published_at) AS latest_at, count(*) AS match_count
    FROM
        serve.search(
            :q, :language, coalesce(cast(:since AS timestamptz), '-infinity'), coalesce(cast(:until AS timestamptz), 'infinity'),
            :row_limit
        ) AS matches
    WHERE matches.story_id IS NOT NULL
    GROUP BY matches.story_id
)

SELECT
    stories.story_id, stories.lead_title, stories.lead_publisher, stories.lead_language, stories.languages,
    stories.article_count, stories.outlet_count, stories.copy_count, stories.first_published_at,
    stories.last_published_at, found.match_count
FROM found
JOIN serve.stories ON stories.story_id = found.story_id
ORDER BY found.latest_at DESC, stories.story_id
