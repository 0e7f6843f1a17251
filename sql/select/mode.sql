-- How the batch is worked: live, replay or empty.
-- Reads: raw.batches. Binds: batch_id.
SELECT batches.mode FROM raw.batches WHERE batches.batch_id = :batch_id
