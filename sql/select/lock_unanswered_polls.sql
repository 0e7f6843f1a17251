-- Lock the polls of a mapped task that have no answer yet: a second try that overlaps waits here and finds none.
-- Reads: raw.polls. Binds: batch_id, shard.
SELECT feed_id FROM raw.polls
WHERE batch_id = :batch_id AND shard = :shard AND outcome IS NULL
ORDER BY feed_id
FOR UPDATE
