-- Archive files that still have what was taken down, with the places of the records.
-- Reads: raw.snapshots. Binds: none.
SELECT snapshots.file, array_agg(snapshots.file_offset ORDER BY snapshots.file_offset) AS offsets
FROM raw.snapshots
WHERE snapshots.forgotten = 'due'
GROUP BY snapshots.file
ORDER BY snapshots.file
