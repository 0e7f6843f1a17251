-- The counts of a poll whose document was read again in a replay.
-- Writes: raw.polls. Binds: batch_id, feed_id, outcome, reason, detail, entry_count, new_count, known_count, rejected_count.
-- Idempotent: the same document gives the same counts.
UPDATE raw.polls
SET
    outcome = :outcome, reason = :reason, detail = :detail, entry_count = :entry_count, new_count = :new_count,
    known_count = :known_count, rejected_count = :rejected_count
WHERE batch_id = :batch_id AND feed_id = :feed_id
