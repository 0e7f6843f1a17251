-- The counts of polls whose documents were read again in a replay.
-- Writes: raw.polls. Binds: batch_id, rows (JSON array).
-- Idempotent: the same documents give the same counts.
UPDATE raw.polls
SET
    outcome = answer.outcome, reason = answer.reason, detail = answer.detail, entry_count = answer.entry_count,
    new_count = answer.new_count, known_count = answer.known_count, rejected_count = answer.rejected_count
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS answer (
            feed_id bigint, outcome text, reason text, detail text, entry_count integer, new_count integer,
            known_count integer, rejected_count integer
        )
WHERE polls.batch_id = :batch_id AND polls.feed_id = answer.feed_id
