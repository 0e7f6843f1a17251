-- What linking keeps of the articles at some places in the candidate index, as published.
-- Reads: news.features. Binds: ages.
SELECT article_id, published_at, publisher, language, flags, fingerprint, features, lookups, input_sha256
FROM news.features
WHERE age = any(cast(:ages AS bigint[]))
