-- Days (UTC) whose exported files may differ from what they were before a span: those of the articles and stories that changed,
-- of stories that are no more, of what was taken down, and the days on which articles stood that have another now, or none.
-- Reads: news.changes, news.articles, news.members, news.stories, news.aliases, raw.forgotten.
-- Binds: from_at (not included), to_at.
WITH changed AS (
    SELECT changes.article_id, changes.story_id, changes.former_story_id, changes.former_published_at
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
    SELECT changed.former_published_at
    FROM changed
    WHERE changed.former_published_at IS NOT NULL
)

SELECT DISTINCT (moments.moment AT TIME ZONE 'UTC')::date AS day FROM moments
UNION
SELECT unnest(forgotten.days)
FROM raw.forgotten
WHERE forgotten.forgotten_at > :from_at AND forgotten.forgotten_at <= :to_at
ORDER BY day
