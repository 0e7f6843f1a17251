-- Remove retracted articles, after their links. They are in no list of the candidate index any more.
-- Writes: news.features, news.revisions, news.articles. Binds: ids.
-- Idempotent: deletes.
WITH features AS (
    DELETE FROM news.features WHERE article_id = any(cast(:ids AS uuid[]))
),

revisions AS (
    DELETE FROM news.revisions WHERE article_id = any(cast(:ids AS uuid[]))
)

DELETE FROM news.articles WHERE article_id = any(cast(:ids AS uuid[]))
