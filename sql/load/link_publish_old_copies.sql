-- Remove copy links that the batch replaces or takes away.
-- Writes: news.copies. Reads: staging.copies. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.copies AS old
USING (SELECT DISTINCT article_id FROM staging.copies WHERE batch_id = :batch_id) AS staged
WHERE old.article_id = staged.article_id
