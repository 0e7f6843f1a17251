-- A replay with a better reader replaces what was read from the same snapshot: the old reading is no revision.
-- Writes: news.revisions. Binds: batch_id.
-- Idempotent: keeps one content per snapshot, the one just read.
DELETE FROM news.revisions
USING staging.articles
WHERE
    articles.batch_id = :batch_id
    AND revisions.snapshot_id = articles.snapshot_id
    AND (revisions.article_id, revisions.content_sha256) <> (articles.article_id, articles.content_sha256)
