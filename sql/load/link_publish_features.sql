-- Publish what linking keeps of the batch's articles.
-- Writes: news.features. Reads: staging.features. Binds: batch_id.
-- Idempotent: upsert; link_batch stages only what is the current revision.
INSERT INTO news.features (
    article_id, published_at, publisher, language, flags, role, fingerprint, features, terms, copy_keys, input_sha256,
    version
)
SELECT
    article_id, published_at, publisher, language, flags, role, fingerprint, features, terms, copy_keys, input_sha256,
    version
FROM staging.features
WHERE batch_id = :batch_id
ORDER BY article_id
ON CONFLICT (article_id) DO UPDATE
    SET
        published_at = excluded.published_at, publisher = excluded.publisher, language = excluded.language,
        flags = excluded.flags, role = excluded.role, fingerprint = excluded.fingerprint, features = excluded.features,
        terms = excluded.terms, copy_keys = excluded.copy_keys, input_sha256 = excluded.input_sha256,
        version = excluded.version
    WHERE features.input_sha256 <> excluded.input_sha256
