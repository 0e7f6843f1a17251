-- Days (UTC) whose exported files may differ from what they were before a span: those of the articles and stories that changed,
-- of stories that are no more, and of what was taken down. Where an article was retracted or read again, its day may
-- have been any of the week before its batch.
-- Reads: news.changes, news.articles, news.members, news.stories, news.aliases, raw.batches, raw.forgotten.
-- Binds: from_at (not included), to_at.
WITH changed AS (
    SELECT changes.kind, changes.batch_id, changes.article_id, changes.story_id, changes.former_story_id
    FROM news.changes
    WHERE changes.changed_at > :from_at AND changes.changed_at <= :to_at
),

touched_stories AS (
    SELECT changed.story_id FROM changed
    UNION
    SELECT changed.former_story_id FROM changed
    UNION
    SELECT members.story_id
    FROM changed
    JOIN news.members ON members.article_id = changed.article_id
),

moments AS (
    SELECT articles.published_at AS moment
    FROM changed
    JOIN news.articles ON articles.article_id = changed.article_id
    UNION ALL
    SELECT stories.first_published_at
    FROM touched_stories
    JOIN news.stories ON stories.story_id = touched_stories.story_id
    UNION ALL
    SELECT founders.published_at
    FROM touched_stories
    JOIN news.aliases ON aliases.alias_id = touched_stories.story_id
    JOIN news.articles AS founders ON founders.article_id = aliases.founder_id
    UNION ALL
    SELECT week.moment
    FROM (
        SELECT DISTINCT changed.batch_id FROM changed WHERE changed.kind IN ('article_retracted', 'article_read_again')
    ) AS replayed
    JOIN raw.batches ON batches.batch_id = replayed.batch_id
    CROSS JOIN
        LATERAL generate_series(
            batches.interval_end - interval '7 days', batches.interval_end, interval '1 day'
        ) AS week (moment)
)

SELECT DISTINCT (moments.moment AT TIME ZONE 'UTC')::date AS day FROM moments
UNION
SELECT unnest(forgotten.days)
FROM raw.forgotten
WHERE forgotten.forgotten_at > :from_at AND forgotten.forgotten_at <= :to_at
ORDER BY day
