-- severity: error
-- A page held to be read whose article is neither staged nor published as it was read.
-- Reads: raw.readings, staging.articles. Binds: batch_id.
SELECT readings.article_id AS item, 'read, but not staged' AS complaint
FROM raw.readings
LEFT JOIN staging.articles
    ON articles.batch_id = readings.batch_id AND articles.article_id = readings.article_id
WHERE
    readings.batch_id = :batch_id AND readings.outcome = 'ok' AND articles.article_id IS NULL
    AND NOT (
        readings.shard < 0
        OR EXISTS (
            SELECT FROM raw.batches
            WHERE batches.batch_id = readings.batch_id AND NOT batches.selection -> 'stages' @> '["read"]'
        )
    )
