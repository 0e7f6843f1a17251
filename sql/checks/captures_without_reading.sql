-- severity: error
-- A captured page that was neither read nor rejected.
-- Reads: raw.snapshots, raw.readings. Binds: batch_id.
SELECT snapshots.url AS item, 'captured, neither read nor rejected' AS complaint
FROM raw.snapshots
LEFT JOIN raw.readings
    ON readings.batch_id = snapshots.batch_id AND readings.snapshot_id = snapshots.snapshot_id
WHERE snapshots.batch_id = :batch_id AND snapshots.kind = 'page' AND readings.outcome IS NULL
