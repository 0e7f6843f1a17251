-- serve.articles: one row per article.
-- Reads: news.articles, news.members, news.copies. Made anew by migrate when this file changes.
CREATE VIEW serve.articles AS
SELECT
    articles.article_id,
    articles.publisher,
    articles.canonical_url,
    articles.title,
    articles.body,
    articles.authors,
    articles.language,
    articles.language_confidence,
    articles.declared_languages,
    articles.published_at,
    articles.published_from,
    articles.modified_at,
    articles.first_seen_at,
    articles.captured_at,
    members.story_id,
    best.original_id AS copy_of,
    best.kind AS copy_kind,
    best.similarity AS copy_similarity,
    articles.sitename,
    articles.section,
    articles.keywords,
    articles.image_url,
    articles.is_free,
    articles.source_agency,
    articles.reservations,
    articles.flags,
    articles.batch_id,
    articles.snapshot_id,
    articles.content_sha256,
    articles.reader_version
FROM news.articles
LEFT JOIN news.members ON members.article_id = articles.article_id
LEFT JOIN LATERAL (
    SELECT copies.original_id, copies.kind, copies.similarity
    FROM news.copies
    WHERE copies.article_id = articles.article_id
    ORDER BY copies.kind = 'part', copies.similarity DESC, copies.original_id
    LIMIT 1
) AS best ON true;
COMMENT ON VIEW serve.articles IS 'One row per article: its latest revision, its story, and the article it copies.';
COMMENT ON COLUMN serve.articles.story_id IS 'The story it belongs to; null for texts that found no story (consent pages, stubs).';
COMMENT ON COLUMN serve.articles.copy_of IS 'The best earlier article whose text it repeats; null when it is its own. A round-up quotes several: see serve.copies.';
COMMENT ON COLUMN serve.articles.copy_kind IS 'exact (the same text), near (edited), part (one holds the other).';
COMMENT ON COLUMN serve.articles.copy_similarity IS 'How much of the smaller text stands in the larger, 0 to 1.';
