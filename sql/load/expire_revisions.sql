-- Empty the texts of superseded revisions that were captured before a moment. Their rows stay, so that nothing counts as new.
-- Writes: news.revisions. Reads: news.articles. Binds: before, now.
-- Idempotent: what is empty stays as it was.
UPDATE news.revisions
SET body = '', text_expired_at = :now
FROM news.articles
WHERE
    revisions.captured_at < :before AND revisions.text_expired_at IS NULL
    AND articles.article_id = revisions.article_id AND articles.content_sha256 <> revisions.content_sha256
