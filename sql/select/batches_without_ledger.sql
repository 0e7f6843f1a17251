-- Published batches whose books the archive does not hold, the oldest first: those of versions that wrote none.
-- Reads: raw.batches, raw.ledgers. Binds: none.
SELECT batches.batch_id
FROM raw.batches
WHERE
    batches.state = 'published'
    AND NOT EXISTS (SELECT FROM raw.ledgers WHERE ledgers.batch_id = batches.batch_id)
ORDER BY batches.interval_end, batches.batch_id
