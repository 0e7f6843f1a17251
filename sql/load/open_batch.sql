-- Open the batch of an interval, or open it again for a replay.
-- Writes: raw.batches. Binds: interval_start, interval_end, mode, run_id, now.
-- Idempotent: one row per interval.
INSERT INTO raw.batches (interval_start, interval_end, mode, run_id, opened_at)
VALUES (:interval_start, :interval_end, :mode, :run_id, :now)
ON CONFLICT (interval_end, interval_start) DO UPDATE
    SET mode = excluded.mode, run_id = excluded.run_id, opened_at = excluded.opened_at, state = 'open'
RETURNING batch_id
