-- Stage what linking keeps of one new or revised article.
-- Writes: staging.features. Binds: one per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.features (
    batch_id, article_id, published_at, publisher, language, flags, role, fingerprint, features, terms, copy_keys,
    input_sha256, version
)
VALUES (
    :batch_id, :article_id, :published_at, :publisher, :language, cast(:flags AS text[]), :role, :fingerprint, :features,
    cast(:terms AS bigint[]), cast(:copy_keys AS bigint[]), :input_sha256, :version
)
