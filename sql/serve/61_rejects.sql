-- serve.rejects: what did not become an article, and why.
-- Reads: raw.rejects. Made anew by migrate when this file changes.
CREATE VIEW serve.rejects AS
SELECT
    rejects.batch_id, rejects.stage, rejects.item, rejects.reason, rejects.detail, rejects.retryable,
    rejects.rejected_at
FROM raw.rejects;
COMMENT ON VIEW serve.rejects IS 'Items that ended, or paused, without becoming an article.';
