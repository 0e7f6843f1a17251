-- Stories by the words of their articles, those with the latest such article first. earlier_until: where more articles match than
-- were looked at, the moment before which (until) the rest was published; nothing is left out, a story may come again with them.
-- Reads: serve.search, serve.stories. Binds: q, language, since, until (each of these null for all), row_limit (articles looked at).
WITH matches AS MATERIALIZED (
    SELECT story_id, published_at
    FROM
        serve.search(
            :q, :language, coalesce(cast(:since AS timestamptz), '-infinity'), coalesce(cast(:until AS timestamptz), 'infinity'),
            :row_limit
        )
),

found AS (
    SELECT matches.story_id, max(matches.published_at) AS latest_at, count(*) AS match_count
    FROM matches
    WHERE matches.story_id IS NOT NULL
    GROUP BY matches.story_id
),

rest AS (
    SELECT
        CASE
            WHEN max(matches.published_at) > min(matches.published_at) THEN min(matches.published_at) + interval '1 microsecond'
            ELSE min(matches.published_at)
        END AS earlier_until
    FROM matches
    HAVING count(*) >= :row_limit
)

SELECT
    stories.story_id, stories.lead_title, stories.lead_publisher, stories.lead_language, stories.languages,
    stories.article_count, stories.outlet_count, stories.copy_count, stories.first_published_at,
    stories.last_published_at, found.match_count, rest.earlier_until
FROM found
JOIN serve.stories ON stories.story_id = found.story_id
LEFT JOIN rest ON true
ORDER BY found.latest_at DESC, stories.story_id
