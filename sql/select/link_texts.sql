-- All that linking looks at of some published articles.
-- Reads: news.articles. Binds: ids.
SELECT article_id, canonical_url, publisher, title, body, language, published_at, flags
FROM news.articles
WHERE article_id = any(cast(:ids AS uuid[]))
