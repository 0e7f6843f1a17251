-- Put the batch's articles into the candidate index.
-- Writes: news.feature_terms. Reads: staging.feature_terms. Binds: batch_id.
-- Idempotent: rows that are there stay.
INSERT INTO news.feature_terms (term, published_at, article_id)
SELECT term, published_at, article_id
FROM staging.feature_terms
WHERE batch_id = :batch_id
ORDER BY term, published_at, article_id
ON CONFLICT DO NOTHING
