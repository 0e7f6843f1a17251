-- The polls of a batch, each with its capture.
-- Writes: raw.polls. Reads: raw.snapshots. Binds: batch_id, rows (JSON array; snapshot_id null where none was captured).
-- Idempotent: one row per batch and feed.
INSERT INTO raw.polls (
    batch_id, feed_id, shard, outcome, reason, detail, polled_at, status, elapsed_s, snapshot_id, entry_count,
    new_count, known_count, rejected_count, overflow
)
SELECT
    :batch_id, told.feed_id, told.shard, told.outcome, told.reason, told.detail, told.polled_at, told.status,
    told.elapsed_s, snapshots.snapshot_id, coalesce(told.entry_count, 0), coalesce(told.new_count, 0),
    coalesce(told.known_count, 0), coalesce(told.rejected_count, 0), coalesce(told.overflow, false)
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            feed_id bigint, shard integer, outcome text, reason text, detail text, polled_at timestamptz,
            status smallint, elapsed_s real, snapshot_id bigint, entry_count integer, new_count integer,
            known_count integer, rejected_count integer, overflow boolean
        )
LEFT JOIN raw.snapshots
    ON
        snapshots.batch_id = :batch_id AND snapshots.kind = 'feed' AND snapshots.feed_id = told.feed_id
        AND told.snapshot_id IS NOT NULL
ORDER BY told.feed_id
ON CONFLICT (batch_id, feed_id) DO NOTHING
