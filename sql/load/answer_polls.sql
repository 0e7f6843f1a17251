-- What became of polls.
-- Writes: raw.polls. Binds: batch_id, rows (JSON array).
-- Idempotent: the same answers again change nothing.
UPDATE raw.polls
SET
    outcome = answer.outcome, reason = answer.reason, detail = answer.detail, polled_at = answer.polled_at,
    status = answer.status, elapsed_s = answer.elapsed_s, snapshot_id = answer.snapshot_id,
    entry_count = answer.entry_count, new_count = answer.new_count, known_count = answer.known_count,
    rejected_count = answer.rejected_count, overflow = answer.overflow
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS answer (
            feed_id bigint, outcome text, reason text, detail text, polled_at timestamptz, status smallint, elapsed_s real,
            snapshot_id bigint, entry_count integer, new_count integer, known_count integer, rejected_count integer,
            overflow boolean
        )
WHERE polls.batch_id = :batch_id AND polls.feed_id = answer.feed_id
