-- Articles, the latest published first.
-- Reads: serve.articles. Binds: language, publisher, since, until (each null for all), after_time, after_id, row_limit.
SELECT
    articles.article_id, articles.published_at, articles.publisher, articles.language, articles.title,
    articles.canonical_url, articles.story_id, articles.copy_of, articles.copy_kind, articles.flags, articles.batch_id
FROM serve.articles
WHERE
    (cast(:language AS text) IS NULL OR articles.language = :language)
    AND (cast(:publisher AS text) IS NULL OR articles.publisher = :publisher)
    AND (cast(:since AS timestamptz) IS NULL OR articles.published_at >= :since)
    AND (cast(:until AS timestamptz) IS NULL OR articles.published_at < :until)
    AND (
        cast(:after_id AS uuid) IS NULL
        OR (articles.published_at, articles.article_id) < (cast(:after_time AS timestamptz), cast(:after_id AS uuid))
    )
ORDER BY articles.published_at DESC, articles.article_id DESC
LIMIT :row_limit
