-- Those of some articles whose features expired: all that linking made them from.
-- Reads: news.articles, news.features. Binds: ids.
SELECT
    article.article_id, article.canonical_url, article.publisher, article.title, article.body, article.language,
    article.published_at, article.flags, kept.version
FROM news.features AS kept
JOIN news.articles AS article ON article.article_id = kept.article_id
WHERE kept.article_id = any(cast(:ids AS uuid[])) AND kept.features = ''
ORDER BY article.article_id
