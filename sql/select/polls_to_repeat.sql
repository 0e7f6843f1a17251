-- The captured feed documents of a mapped task, to be read again in a replay.
-- What was taken down, or given up for its age, is left out: such a poll keeps what it was read as (load/recount_forgotten_polls).
-- Reads: raw.polls, raw.snapshots. Binds: batch_id, shard.
SELECT
    polls.feed_id, polls.polled_at, snapshots.snapshot_id, snapshots.url, snapshots.final_url,
    snapshots.file, snapshots.file_offset, snapshots.length, snapshots.payload_sha256
FROM raw.polls
JOIN raw.snapshots ON snapshots.snapshot_id = polls.snapshot_id
WHERE
    polls.batch_id = :batch_id AND polls.shard = :shard AND snapshots.forgotten IS NULL
    AND snapshots.expired_at IS NULL
ORDER BY polls.feed_id
