-- Remove memberships that the batch takes away.
-- Writes: news.members. Reads: staging.members. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.members AS old
USING staging.members AS staged
WHERE staged.batch_id = :batch_id AND staged.story_id IS NULL AND old.article_id = staged.article_id
