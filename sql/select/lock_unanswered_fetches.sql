-- Lock the fetches of a mapped task that have no answer yet: a second try that overlaps waits here and finds none.
-- Reads: raw.fetches. Binds: batch_id, shard.
SELECT page_id FROM raw.fetches
WHERE batch_id = :batch_id AND shard = :shard AND outcome IS NULL
ORDER BY page_id
FOR UPDATE
