-- The articles of a story in order of time, with what each copies.
-- Reads: serve.articles. Binds: story_id.
SELECT
    articles.article_id, articles.published_at, articles.first_seen_at, articles.publisher, articles.language,
    articles.title, articles.canonical_url, articles.copy_of, articles.copy_kind, articles.copy_similarity, articles.flags
FROM serve.articles
WHERE articles.story_id = :story_id
ORDER BY articles.published_at, articles.article_id
LIMIT 1000
