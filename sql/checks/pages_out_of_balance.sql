-- severity: error
-- A page held to be captured without a snapshot, or a snapshot of a page held not to be.
-- Reads: raw.fetches, raw.snapshots. Binds: batch_id.
SELECT coalesce(fetches.page_id, snapshots.page_id) AS item, 'outcome and snapshot disagree' AS complaint
FROM (SELECT * FROM raw.fetches WHERE batch_id = :batch_id) AS fetches
FULL JOIN (SELECT * FROM raw.snapshots WHERE batch_id = :batch_id AND kind = 'page') AS snapshots
    ON snapshots.page_id = fetches.page_id
WHERE coalesce(fetches.outcome = 'ok', false) <> (snapshots.snapshot_id IS NOT NULL)
