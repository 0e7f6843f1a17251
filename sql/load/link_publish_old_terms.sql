-- Take articles that were revised out of the candidate index.
-- Writes: news.feature_terms. Reads: staging.features, news.features. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.feature_terms AS posting
USING (
    SELECT old.article_id, old.published_at, unnest(old.terms || old.copy_keys) AS term
    FROM staging.features AS staged
    JOIN news.features AS old ON old.article_id = staged.article_id
    WHERE staged.batch_id = :batch_id
) AS gone
WHERE
    posting.term = gone.term
    AND posting.published_at = gone.published_at
    AND posting.article_id = gone.article_id
