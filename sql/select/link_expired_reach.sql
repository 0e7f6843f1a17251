-- Expired periods of the candidate index that windows reach from the batch's articles, or from what they were.
-- Reads: staging.articles, news.features, news.posting_periods. Binds: batch_id.
SELECT DISTINCT expired.period
FROM (
    SELECT extract(EPOCH FROM published_at) AS at_s FROM staging.articles WHERE batch_id = :batch_id
    UNION ALL
    SELECT extract(EPOCH FROM known.published_at)
    FROM staging.articles AS staged
    JOIN news.features AS known ON known.article_id = staged.article_id
    WHERE staged.batch_id = :batch_id
) AS placed
JOIN news.posting_periods AS expired ON expired.period BETWEEN floor(placed.at_s / 345600) - 2 AND floor(placed.at_s / 345600) + 2
WHERE expired.is_expired
