-- A day's articles for export, those of a language together.
-- Reads: serve.articles. Binds: day (its first moment), next_day.
SELECT
    article_id::text AS article_id, publisher, canonical_url, title, body, authors, language, language_confidence,
    published_at, published_from, modified_at, first_seen_at, captured_at, story_id::text AS story_id,
    copy_of::text AS copy_of, copy_kind, copy_similarity, sitename, section, keywords, image_url, is_free, source_agency,
    reservations, flags, encode(content_sha256, 'hex') AS content_sha256, reader_version, copy_version, story_version
FROM serve.articles
WHERE published_at >= :day AND published_at < :next_day
ORDER BY language, article_id
