-- What became of a poll.
-- Writes: raw.polls. Binds: batch_id, feed_id, outcome, reason, detail, polled_at, status, elapsed_s, snapshot_id,
-- entry_count, new_count, known_count, rejected_count, overflow.
-- Idempotent: the same answer again changes nothing.
UPDATE raw.polls
SET
    outcome = :outcome, reason = :reason, detail = :detail, polled_at = :polled_at, status = :status,
    elapsed_s = :elapsed_s, snapshot_id = :snapshot_id, entry_count = :entry_count, new_count = :new_count,
    known_count = :known_count, rejected_count = :rejected_count, overflow = :overflow
WHERE batch_id = :batch_id AND feed_id = :feed_id
