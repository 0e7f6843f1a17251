-- Publish what linking keeps of the batch's articles.
-- Writes: news.features. Reads: staging.features. Binds: batch_id.
-- Idempotent: upsert; link_batch stages only what is the current revision.
INSERT INTO news.features (
    article_id, published_at, publisher, language, flags, fingerprint, features, input_sha256, version, age, lookups
)
SELECT
    article_id, published_at, publisher, language, flags, fingerprint, features, input_sha256, version, age, lookups
FROM staging.features
WHERE batch_id = :batch_id
ORDER BY article_id
ON CONFLICT (article_id) DO UPDATE
    SET
        published_at = excluded.published_at, publisher = excluded.publisher, language = excluded.language,
        flags = excluded.flags, fingerprint = excluded.fingerprint, features = excluded.features,
        input_sha256 = excluded.input_sha256, version = excluded.version, age = excluded.age,
        lookups = excluded.lookups
    WHERE features.input_sha256 <> excluded.input_sha256
