-- severity: error
-- A page held to be read whose article is not staged.
-- Reads: raw.readings, staging.articles. Binds: batch_id.
SELECT readings.article_id AS item, 'read, but not staged' AS complaint
FROM raw.readings
LEFT JOIN staging.articles
    ON articles.batch_id = readings.batch_id AND articles.article_id = readings.article_id
WHERE readings.batch_id = :batch_id AND readings.outcome = 'ok' AND articles.article_id IS NULL
