-- A check of the audit that warned in each of the last four published batches that hold articles: no single odd page.
-- Reads: raw.batches, raw.warnings. Binds: none.
WITH latest AS (
    SELECT batches.batch_id, batches.interval_end
    FROM raw.batches
    WHERE batches.state = 'published' AND batches.articles_due > 0
    ORDER BY batches.interval_end DESC, batches.interval_start DESC
    LIMIT 4
)

SELECT
    warnings.check_name AS item,
    'warned in four batches in a row, last of ' || (array_agg(
        warnings.item_count || ' rows, such as ' || warnings.examples ORDER BY latest.interval_end DESC
    ))[1] AS summary
FROM latest
JOIN raw.warnings ON warnings.batch_id = latest.batch_id
GROUP BY warnings.check_name
HAVING count(*) = 4
