-- Nearly no host could be reached in the newest published batch.
-- Reads: raw.batches. Binds: none.
SELECT 'own_outage' AS item, 'nearly no host could be reached in the batch of ' || newest.ended AS summary
FROM (
    SELECT batches.own_outage, to_char(batches.interval_end, 'YYYY-MM-DD HH24:MI') || ' UTC' AS ended
    FROM raw.batches
    WHERE batches.state = 'published' AND batches.mode <> 'empty'
    ORDER BY batches.interval_end DESC, batches.interval_start DESC
    LIMIT 1
) AS newest
WHERE newest.own_outage
