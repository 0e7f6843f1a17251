-- What the archive would lose at some ages: captures that are kept and older, and their bytes.
-- Reads: raw.snapshots. Binds: now, days (ages).
SELECT
    ages.days, count(snapshots.snapshot_id) AS capture_count, coalesce(sum(snapshots.length), 0)::bigint AS bytes_count
FROM unnest(cast(:days AS integer[])) AS ages (days)
LEFT JOIN raw.snapshots
    ON snapshots.expired_at IS NULL AND snapshots.fetched_at < :now - make_interval(days => ages.days)
GROUP BY ages.days
ORDER BY ages.days
