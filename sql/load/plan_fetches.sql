-- Give each due page to a mapped task.
-- Writes: raw.fetches. Binds: batch_id, rows (JSON array of {page_id, shard}).
-- Idempotent: a page is planned once per batch.
INSERT INTO raw.fetches (batch_id, page_id, shard)
SELECT :batch_id, planned.page_id, planned.shard
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS planned (page_id uuid, shard integer)
ORDER BY planned.page_id
ON CONFLICT (batch_id, page_id) DO NOTHING
