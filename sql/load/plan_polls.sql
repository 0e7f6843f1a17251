-- Give each due feed to a mapped task.
-- Writes: raw.polls. Binds: batch_id, rows (JSON array of {feed_id, shard}).
-- Idempotent: a feed is planned once per batch, whoever plans first.
INSERT INTO raw.polls (batch_id, feed_id, shard)
SELECT :batch_id, planned.feed_id, planned.shard
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS planned (feed_id bigint, shard integer)
ORDER BY planned.feed_id
ON CONFLICT (batch_id, feed_id) DO NOTHING
