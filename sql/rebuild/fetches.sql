-- The fetches of a batch, each with its capture.
-- Writes: raw.fetches. Reads: raw.snapshots. Binds: batch_id, rows (JSON array; snapshot_id null where none was captured).
-- Idempotent: one row per batch and page.
INSERT INTO raw.fetches (
    batch_id, page_id, shard, outcome, reason, detail, fetched_at, status, elapsed_s, snapshot_id
)
SELECT
    :batch_id, told.page_id, told.shard, told.outcome, told.reason, told.detail, told.fetched_at, told.status,
    told.elapsed_s, snapshots.snapshot_id
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            page_id uuid, shard integer, outcome text, reason text, detail text, fetched_at timestamptz,
            status smallint, elapsed_s real, snapshot_id bigint
        )
LEFT JOIN raw.snapshots
    ON
        snapshots.batch_id = :batch_id AND snapshots.kind = 'page' AND snapshots.page_id = told.page_id
        AND told.snapshot_id IS NOT NULL
ORDER BY told.page_id
ON CONFLICT (batch_id, page_id) DO NOTHING
