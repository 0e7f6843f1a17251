-- What linking keeps of some articles, as published.
-- Reads: news.features. Binds: ids.
SELECT article_id, published_at, publisher, language, flags, fingerprint, features, lookups, input_sha256
FROM news.features
WHERE article_id = any(cast(:ids AS uuid[]))
