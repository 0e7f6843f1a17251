-- Take rows out of the candidate index.
-- Writes: news.postings. Binds: slots.
-- Idempotent: deletes.
DELETE FROM news.postings WHERE slot = any(cast(:slots AS bigint[]))
