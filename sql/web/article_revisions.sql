-- The contents an article has had.
-- Reads: serve.revisions. Binds: article_id.
SELECT
    revisions.revision, revisions.captured_at, revisions.title, length(revisions.body) AS character_count,
    revisions.batch_id, revisions.snapshot_id, revisions.reader_version
FROM serve.revisions
WHERE revisions.article_id = :article_id
ORDER BY revisions.revision DESC
LIMIT 200
