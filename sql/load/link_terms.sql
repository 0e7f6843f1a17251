-- Index the staged articles by their lookup terms and copy keys.
-- Writes: staging.feature_terms. Reads: staging.features. Binds: batch_id.
-- Idempotent: after load/link_clear.
INSERT INTO staging.feature_terms (batch_id, term, published_at, article_id)
SELECT article.batch_id, term.number, article.published_at, article.article_id
FROM staging.features AS article
CROSS JOIN LATERAL unnest(article.terms || article.copy_keys) AS term (number)
WHERE article.batch_id = :batch_id
ORDER BY term.number, article.published_at, article.article_id
