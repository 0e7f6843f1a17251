-- What the archive must hold of a take-down: all tombstones, the captures that go, and the entries in feed documents among them,
-- which are blank by now where they are taken down themselves.
-- Reads: raw.forgotten, raw.snapshots, raw.entries, raw.feeds, raw.batches. Binds: ids (snapshots).
WITH taken AS (
    SELECT snapshots.*
    FROM raw.snapshots
    WHERE snapshots.snapshot_id = any(cast(:ids AS bigint[]))
),

carried AS (
    SELECT DISTINCT entries.*
    FROM taken
    JOIN raw.entries
        ON
            entries.feed_id = taken.feed_id
            AND taken.fetched_at BETWEEN entries.first_seen_at AND entries.last_seen_at
    WHERE taken.kind = 'feed'
),

sections AS (
    SELECT 'forgotten' AS section, to_jsonb(forgotten) AS item FROM raw.forgotten
    UNION ALL
    SELECT 'taken', jsonb_build_object('file', taken.file, 'file_offset', taken.file_offset) FROM taken
    UNION ALL
    SELECT 'feeds', to_jsonb(feeds)
    FROM raw.feeds
    WHERE feeds.feed_id IN (SELECT carried.feed_id FROM carried)
    UNION ALL
    SELECT
        'entries',
        to_jsonb(carried) - 'entry_id' - 'first_batch_id'
        || jsonb_build_object('interval_start', batches.interval_start, 'interval_end', batches.interval_end)
    FROM carried
    JOIN raw.batches ON batches.batch_id = carried.first_batch_id
)

SELECT coalesce(jsonb_object_agg(grouped.section, grouped.items), '{}')::text AS content
FROM (SELECT sections.section, jsonb_agg(sections.item) AS items FROM sections GROUP BY sections.section) AS grouped
