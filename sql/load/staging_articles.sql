-- Stage the articles a mapped task has read. Two pages of one article in a batch: the later capture stays.
-- Writes: staging.articles. Binds: batch_id, rows (JSON array).
-- Idempotent: one row per batch and article.
INSERT INTO staging.articles (
    batch_id,
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages,
    sitename, section, keywords, image_url, is_free, source_agency, reservations, flags, published_at, published_from,
    modified_at, first_seen_at, captured_at, content_sha256, snapshot_id, reader_version
)
SELECT
    :batch_id, read.article_id, read.publisher, read.canonical_url, read.title, read.body, read.authors, read.language,
    read.language_confidence, read.declared_languages, read.sitename, read.section, read.keywords, read.image_url,
    read.is_free, read.source_agency, read.reservations, read.flags, read.published_at, read.published_from,
    read.modified_at, read.first_seen_at, read.captured_at, decode(read.content_sha256, 'hex'), read.snapshot_id,
    read.reader_version
FROM (
    SELECT DISTINCT ON (article.article_id) *
    FROM
        jsonb_to_recordset(cast(:rows AS jsonb))
            AS article (
                article_id uuid, publisher text, canonical_url text, title text, body text, authors text[], language text,
                language_confidence real, declared_languages jsonb, sitename text, section text, keywords text[],
                image_url text, is_free boolean, source_agency text, reservations text[], flags text[],
                published_at timestamptz, published_from text, modified_at timestamptz, first_seen_at timestamptz,
                captured_at timestamptz, content_sha256 text, snapshot_id bigint, reader_version text
            )
    ORDER BY article.article_id, article.captured_at DESC, article.content_sha256, article.snapshot_id
) AS read
ORDER BY read.article_id
ON CONFLICT (batch_id, article_id) DO UPDATE
    SET
        publisher = excluded.publisher, canonical_url = excluded.canonical_url, title = excluded.title,
        body = excluded.body, authors = excluded.authors, language = excluded.language,
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
