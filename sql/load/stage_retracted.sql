-- Stage retracted articles as what is never linked, so that links made with them are made anew without them.
-- Writes: staging.articles. Reads: news.articles. Binds: batch_id, ids.
-- Idempotent: one row per batch and article.
INSERT INTO staging.articles (
    batch_id,
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    sitename, section, keywords, image_url, is_free, source_agency, reservations, flags, published_at, published_from,
    modified_at, first_seen_at, captured_at, content_sha256, snapshot_id, reader_version
)
SELECT
    :batch_id,
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    sitename, section, keywords, image_url, is_free, source_agency, reservations, '{not_article}', published_at,
    published_from, modified_at, first_seen_at, captured_at, content_sha256, snapshot_id, reader_version
FROM news.articles
WHERE article_id = any(cast(:ids AS uuid[]))
ON CONFLICT (batch_id, article_id) DO UPDATE
    SET flags = excluded.flags
