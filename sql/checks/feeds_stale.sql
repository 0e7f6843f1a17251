-- severity: warning
-- A live batch whose feeds that have brought news before have brought none for two days.
-- Reads: raw.batches, raw.feeds. Binds: batch_id.
SELECT feeds.url AS item, 'no new entry since ' || feeds.last_new_at AS complaint
FROM raw.batches
CROSS JOIN raw.feeds
WHERE
    batches.batch_id = :batch_id AND batches.mode = 'live'
    AND feeds.paused_at IS NULL AND feeds.removed_at IS NULL
    AND feeds.last_new_at < batches.interval_end - interval '2 days'
    AND NOT EXISTS (
        SELECT FROM raw.feeds AS fresh
        WHERE fresh.last_new_at >= batches.interval_end - interval '2 days'
    )
