-- Publish the edges that the batch makes or changes.
-- Reads: staging.edges. Writes: news.edges. Binds: batch_id.
-- Idempotent: writes what differs.
INSERT INTO news.edges (later_id, tie_id, second_tie_id, earlier_ids, millionths, version)
SELECT later_id, tie_id, second_tie_id, earlier_ids, millionths, version
FROM staging.edges
WHERE batch_id = :batch_id AND earlier_ids <> ''
ORDER BY later_id
ON CONFLICT (later_id) DO UPDATE
    SET
        tie_id = excluded.tie_id, second_tie_id = excluded.second_tie_id, earlier_ids = excluded.earlier_ids,
        millionths = excluded.millionths,
        version = excluded.version
