-- What the batch's articles have in the candidate index, and had there until now.
-- Reads: staging.features, news.features. Binds: batch_id.
SELECT staged.age, staged.lookups, published.age AS old_age, published.lookups AS old_lookups
FROM staging.features AS staged
LEFT JOIN news.features AS published ON published.article_id = staged.article_id
WHERE staged.batch_id = :batch_id
ORDER BY staged.article_id
