-- All that linking looks at of some published articles, and the version that it made them ready with.
-- Reads: news.articles, news.features. Binds: ids.
SELECT
    article.article_id, article.canonical_url, article.publisher, article.title, article.body, article.language,
    article.published_at, article.flags, kept.version
FROM news.articles AS article
JOIN news.features AS kept ON kept.article_id = article.article_id
WHERE article.article_id = any(cast(:ids AS uuid[]))
