-- Stage what is published of a batch as it was read, for a replay that links only.
-- Writes: staging.articles. Reads: raw.batches (selection), raw.readings, news.articles. Binds: batch_id.
-- Idempotent: one row per batch and article.
INSERT INTO staging.articles (
    batch_id,
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    sitename, section, keywords, image_url, is_free, source_agency, reservations, flags, published_at, published_from,
    modified_at, first_seen_at, captured_at, content_sha256, snapshot_id, reader_version
)
SELECT
    batches.batch_id,
    known.article_id, known.publisher, known.canonical_url, known.title, known.body, known.authors, known.language,
    known.language_confidence, known.declared_languages, known.sitename, known.section, known.keywords,
    known.image_url, known.is_free, known.source_agency, known.reservations, known.flags, known.published_at,
    known.published_from, known.modified_at, known.first_seen_at, known.captured_at, known.content_sha256,
    known.snapshot_id, known.reader_version
FROM raw.batches
JOIN raw.readings ON readings.batch_id = batches.batch_id
JOIN news.articles AS known
    ON known.article_id = readings.published_article_id AND known.snapshot_id = readings.snapshot_id
WHERE
    batches.batch_id = :batch_id
    AND (
        batches.selection -> 'languages' = '[]' OR batches.selection -> 'languages' ? known.language
        OR batches.selection -> 'languages' ? split_part(known.language, '-', 1)
    )
    AND (batches.selection -> 'publishers' = '[]' OR batches.selection -> 'publishers' ? known.publisher)
ORDER BY known.article_id
ON CONFLICT (batch_id, article_id) DO NOTHING
