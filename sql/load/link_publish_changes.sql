-- Number what publishing links changes about stories and copies. Runs under the publishing lock, before they are published.
-- Writes: news.changes. Reads: staging.members, staging.aliases, staging.copies, news.members, news.aliases, news.stories,
-- news.copies. Binds: batch_id (0 for a person's decision), now (null: the
-- server's clock).
-- Idempotent: publishing the same again changes nothing and numbers nothing.
WITH moved AS (
    SELECT staged.article_id, staged.story_id, known.story_id AS former_story_id
    FROM staging.members AS staged
    LEFT JOIN news.members AS known ON known.article_id = staged.article_id
    WHERE staged.batch_id = :batch_id AND staged.story_id IS DISTINCT FROM known.story_id
),

retired AS (
    SELECT staged.alias_id, staged.story_id
    FROM staging.aliases AS staged
    WHERE staged.batch_id = :batch_id
),

parted AS (
    SELECT DISTINCT moved.story_id, moved.former_story_id
    FROM moved
    WHERE
        moved.story_id IS NOT NULL AND moved.former_story_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM news.stories AS known WHERE known.story_id = moved.story_id)
        AND NOT EXISTS (SELECT FROM retired WHERE retired.alias_id = moved.former_story_id)
),

led_elsewhere AS (
    SELECT retired.alias_id AS former_story_id, retired.story_id FROM retired
    UNION
    SELECT alias.alias_id, coalesce(moved.story_id, retired.story_id)
    FROM news.aliases AS alias
    LEFT JOIN moved ON moved.article_id = alias.founder_id
    LEFT JOIN retired ON retired.alias_id = alias.story_id
    WHERE
        (moved.story_id IS NOT NULL OR retired.alias_id IS NOT NULL)
        AND coalesce(moved.story_id, retired.story_id) IS DISTINCT FROM alias.story_id
        AND NOT EXISTS (SELECT FROM retired AS own WHERE own.alias_id = alias.alias_id)
        AND NOT EXISTS (
            SELECT FROM staging.stories AS revived
            WHERE revived.batch_id = :batch_id AND revived.story_id = alias.alias_id
        )
),

staged_copies AS (
    SELECT links.article_id, links.original_id, links.kind, links.similarity, links.direction
    FROM staging.copies AS links
    WHERE links.batch_id = :batch_id AND links.original_id IS NOT NULL
),

known_copies AS (
    SELECT links.article_id, links.original_id, links.kind, links.similarity, links.direction
    FROM news.copies AS links
    WHERE links.article_id IN (SELECT staged.article_id FROM staging.copies AS staged WHERE staged.batch_id = :batch_id)
),

copied AS (
    SELECT coalesce(staged.article_id, known.article_id) AS article_id
    FROM staged_copies AS staged
    FULL JOIN known_copies AS known
        ON known.article_id = staged.article_id AND known.original_id = staged.original_id
    WHERE
        (staged.kind, staged.similarity, staged.direction)
        IS DISTINCT FROM (known.kind, known.similarity, known.direction)
    GROUP BY coalesce(staged.article_id, known.article_id)
),

changed AS (
    SELECT
        'copy_changed' AS kind, copied.article_id, cast(NULL AS uuid) AS story_id,
        cast(NULL AS uuid) AS former_story_id, 1 AS place
    FROM copied
    UNION ALL
    SELECT 'story_split', NULL, parted.story_id, parted.former_story_id, 2 FROM parted
    UNION ALL
    SELECT 'story_assigned', moved.article_id, moved.story_id, moved.former_story_id, 3 FROM moved
    UNION ALL
    SELECT 'story_joined', NULL, led_elsewhere.story_id, led_elsewhere.former_story_id, 4 FROM led_elsewhere
)

INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id, story_id, former_story_id)
SELECT
    (SELECT coalesce(max(known.change_id), 0) FROM news.changes AS known)
    + row_number() OVER (ORDER BY changed.place, changed.article_id, changed.former_story_id, changed.story_id),
    coalesce(cast(:now AS timestamptz), now()), nullif(:batch_id, 0), changed.kind, changed.article_id,
    changed.story_id, changed.former_story_id
FROM changed
