-- Publish the latest revision of each staged article.
-- Writes: news.articles. Reads: staging.articles, raw.snapshots (whose batch it is). Binds: batch_id.
-- Idempotent: a late replay overwrites nothing captured later.
INSERT INTO news.articles (
    batch_id,
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    sitename, section, keywords, image_url, is_free, source_agency, reservations, flags, published_at, published_from,
    modified_at, first_seen_at, captured_at, content_sha256, snapshot_id, reader_version
)
SELECT
    (SELECT snapshots.batch_id FROM raw.snapshots WHERE snapshots.snapshot_id = articles.snapshot_id),
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    sitename, section, keywords, image_url, is_free, source_agency, reservations, flags, published_at, published_from,
    modified_at, first_seen_at, captured_at, content_sha256, snapshot_id, reader_version
FROM staging.articles
WHERE batch_id = :batch_id
ORDER BY article_id
ON CONFLICT (article_id) DO UPDATE
    SET
        batch_id = excluded.batch_id, publisher = excluded.publisher, canonical_url = excluded.canonical_url,
        title = excluded.title, body = excluded.body, authors = excluded.authors, language = excluded.language,
        language_confidence = excluded.language_confidence, declared_languages = excluded.declared_languages,
        sitename = excluded.sitename, section = excluded.section, keywords = excluded.keywords,
        image_url = excluded.image_url, is_free = excluded.is_free, source_agency = excluded.source_agency,
        reservations = excluded.reservations, flags = excluded.flags, published_at = excluded.published_at,
        published_from = excluded.published_from, modified_at = excluded.modified_at,
        first_seen_at = least(articles.first_seen_at, excluded.first_seen_at), captured_at = excluded.captured_at,
        content_sha256 = excluded.content_sha256, snapshot_id = excluded.snapshot_id,
        reader_version = excluded.reader_version
    WHERE
    (excluded.captured_at, articles.content_sha256, articles.snapshot_id)
    >= (articles.captured_at, excluded.content_sha256, excluded.snapshot_id)
