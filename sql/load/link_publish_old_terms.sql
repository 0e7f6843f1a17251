-- Take articles that were revised out of the candidate index.
-- Writes: news.feature_terms. Reads: staging.features, news.features. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.feature_terms AS posting
USING staging.features AS staged
JOIN news.features AS old ON old.article_id = staged.article_id
CROSS JOIN LATERAL unnest(old.terms || old.copy_keys) AS term (number)
WHERE staged.batch_id = :batch_id
    AND posting.term = term.number
    AND posting.published_at = old.published_at
    AND posting.article_id = old.article_id
