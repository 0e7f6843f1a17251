-- What became of a fetch.
-- Writes: raw.fetches. Binds: batch_id, page_id, outcome, reason, detail, fetched_at, status, elapsed_s, snapshot_id.
-- Idempotent: the same answer again changes nothing.
UPDATE raw.fetches
SET
    outcome = :outcome, reason = :reason, detail = :detail, fetched_at = :fetched_at, status = :status,
    elapsed_s = :elapsed_s, snapshot_id = :snapshot_id
WHERE batch_id = :batch_id AND page_id = :page_id
