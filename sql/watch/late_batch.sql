-- No batch reached the present for too long: the scheduler sleeps, a run fails, or it takes too long.
-- Reads: raw.batches. Binds: now, late_s.
SELECT
    'late_batch' AS item,
    'the newest published batch ends at ' || to_char(max(batches.interval_end), 'YYYY-MM-DD HH24:MI') || ' UTC' AS summary
FROM raw.batches
WHERE batches.state = 'published'
HAVING max(batches.interval_end) < cast(:now AS timestamptz) - make_interval(secs => :late_s)
