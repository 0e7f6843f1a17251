-- Open the batch of an interval, or open it again for a replay.
-- Writes: raw.batches. Binds: interval_start, interval_end, mode, run_id, now, selection (JSON).
-- Idempotent: one row per interval.
INSERT INTO raw.batches (interval_start, interval_end, mode, run_id, opened_at, selection, work_began_at)
VALUES (
    :interval_start, :interval_end, :mode, :run_id, :now, cast(:selection AS jsonb), clock_timestamp()
)
ON CONFLICT (interval_end, interval_start) DO UPDATE
    SET
        mode = excluded.mode, run_id = excluded.run_id, opened_at = excluded.opened_at, state = 'open',
        selection = excluded.selection, work_began_at = excluded.work_began_at, work_s = NULL
RETURNING batch_id
