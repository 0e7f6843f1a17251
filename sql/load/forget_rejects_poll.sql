-- Take the rejects of a mapped task's feed documents and entries off the books before they are judged again.
-- Writes: raw.rejects. Reads: raw.polls, raw.snapshots. Binds: batch_id, shard.
-- Idempotent: deletes. A poll that failed without a document keeps its reject: there is nothing to judge again.
DELETE FROM raw.rejects
USING raw.polls
JOIN raw.snapshots ON snapshots.snapshot_id = polls.snapshot_id
WHERE
    polls.batch_id = :batch_id AND polls.shard = :shard AND snapshots.forgotten IS NULL
    AND rejects.batch_id = :batch_id
    AND (
        (rejects.stage = 'poll' AND rejects.item_sha256 = sha256(convert_to(snapshots.url, 'UTF8')))
        OR (rejects.stage = 'entry' AND starts_with(rejects.item, polls.feed_id || ' '))
    )
