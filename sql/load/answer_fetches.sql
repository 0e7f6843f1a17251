-- What became of fetches.
-- Writes: raw.fetches. Binds: batch_id, rows (JSON array).
-- Idempotent: the same answers again change nothing.
UPDATE raw.fetches
SET
    outcome = answer.outcome, reason = answer.reason, detail = answer.detail, fetched_at = answer.fetched_at,
    status = answer.status, elapsed_s = answer.elapsed_s, snapshot_id = answer.snapshot_id
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS answer (
            page_id uuid, outcome text, reason text, detail text, fetched_at timestamptz, status smallint, elapsed_s real,
            snapshot_id bigint
        )
WHERE fetches.batch_id = :batch_id AND fetches.page_id = answer.page_id
