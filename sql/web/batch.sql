-- One batch with its books.
-- Reads: serve.batches. Binds: batch_id.
SELECT * FROM serve.batches WHERE batches.batch_id = :batch_id
