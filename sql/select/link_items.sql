-- What linking keeps of some articles, the batch's own view of them first.
-- Reads: staging.features, news.features. Binds: batch_id, ids.
SELECT article_id, published_at, publisher, language, flags, fingerprint, features, terms, copy_keys, input_sha256
FROM staging.features
WHERE batch_id = :batch_id AND article_id = any(cast(:ids AS uuid[]))
UNION ALL
SELECT article_id, published_at, publisher, language, flags, fingerprint, features, terms, copy_keys, input_sha256
FROM news.features AS published
WHERE
    published.article_id = any(cast(:ids AS uuid[]))
    AND NOT EXISTS (
        SELECT FROM staging.features AS staged
        WHERE staged.batch_id = :batch_id AND staged.article_id = published.article_id
    )
