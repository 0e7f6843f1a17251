-- A batch, to be replayed.
-- Writes: raw.batches. Binds: batch_id, interval_start, interval_end, run_id, own_outage, now.
-- Idempotent: one row per interval.
INSERT INTO raw.batches (batch_id, interval_start, interval_end, mode, run_id, opened_at, own_outage)
OVERRIDING SYSTEM VALUE
VALUES (:batch_id, :interval_start, :interval_end, 'replay', :run_id, :now, :own_outage)
ON CONFLICT (interval_end, interval_start) DO NOTHING
