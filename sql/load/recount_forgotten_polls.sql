-- Polls whose document was taken down, or given up for its age, keep their entries; which of these are new may have changed
-- with other batches.
-- Writes: raw.polls. Reads: raw.snapshots, raw.entries. Binds: batch_id, shard.
-- Idempotent: values.
WITH counted AS (
    SELECT planned.feed_id, count(entries.entry_id) AS new_count
    FROM raw.polls AS planned
    JOIN raw.snapshots ON snapshots.snapshot_id = planned.snapshot_id
    LEFT JOIN raw.entries ON entries.feed_id = planned.feed_id AND entries.first_batch_id = planned.batch_id
    WHERE
        planned.batch_id = :batch_id AND planned.shard = :shard
        AND (snapshots.forgotten IS NOT NULL OR snapshots.expired_at IS NOT NULL)
    GROUP BY planned.feed_id
)

UPDATE raw.polls
SET new_count = counted.new_count, known_count = polls.entry_count - polls.rejected_count - counted.new_count
FROM counted
WHERE polls.batch_id = :batch_id AND polls.feed_id = counted.feed_id
