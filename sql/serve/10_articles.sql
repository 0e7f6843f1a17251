-- serve.articles: one row per article.
-- Reads: news.articles, news.members, news.stories, news.copies, raw.snapshots. Made anew by migrate when this file changes.
-- The best copy is an aggregate, of which the planner knows that it is one row: who asks nothing of it does not pay for it.
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
    (best.one).original_id AS copy_of,
    (best.one).kind AS copy_kind,
    (best.one).similarity AS copy_similarity,
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
    snapshots.file AS snapshot_file,
    snapshots.file_offset AS snapshot_offset,
    articles.content_sha256,
    articles.reader_version,
    (best.one).version AS copy_version,
    stories.version AS story_version
FROM news.articles
LEFT JOIN news.members ON members.article_id = articles.article_id
LEFT JOIN news.stories ON stories.story_id = members.story_id
LEFT JOIN raw.snapshots ON snapshots.snapshot_id = articles.snapshot_id
LEFT JOIN LATERAL (
    SELECT (array_agg(copies ORDER BY copies.kind = 'part', copies.similarity DESC, copies.original_id))[1] AS one
    FROM news.copies
    WHERE copies.article_id = articles.article_id
) AS best ON true;
COMMENT ON VIEW serve.articles IS 'One row per article: its latest revision, its story, and the article it copies.';
COMMENT ON COLUMN serve.articles.story_id IS 'The story it belongs to; null for texts that found no story (consent pages, stubs).';
COMMENT ON COLUMN serve.articles.copy_of IS 'The best earlier article whose text it repeats; null when it is its own. A round-up quotes several: see serve.copies.';
COMMENT ON COLUMN serve.articles.copy_kind IS 'exact (the same text), near (edited), part (one holds the other).';
COMMENT ON COLUMN serve.articles.copy_similarity IS 'How much of the smaller text stands in the larger, 0 to 1.';
COMMENT ON COLUMN serve.articles.snapshot_file IS 'The archive''s WARC file that holds the bytes it was read from.';
COMMENT ON COLUMN serve.articles.snapshot_offset IS 'Byte of that file where the record begins.';
COMMENT ON COLUMN serve.articles.copy_version IS 'Version of the code that found what it copies.';
COMMENT ON COLUMN serve.articles.story_version IS 'Version of the model that made its story.';
