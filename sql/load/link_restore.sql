-- Put back what linking kept of an article, made again from its text.
-- Writes: news.features. Binds: article_id, fingerprint, features, lookups, input_sha256.
-- Idempotent: sets.
UPDATE news.features
SET fingerprint = :fingerprint, features = :features, lookups = :lookups, input_sha256 = :input_sha256
WHERE article_id = :article_id
