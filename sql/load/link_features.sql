-- Stage what linking keeps of one new or revised article.
-- Writes: staging.features. Binds: one per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.features (
    batch_id, article_id, published_at, publisher, language, flags, fingerprint, features, input_sha256, version, age,
    lookups
)
VALUES (
    :batch_id, :article_id, :published_at, :publisher, :language, cast(:flags AS text[]), :fingerprint, :features,
    :input_sha256, :version, :age, :lookups
)
