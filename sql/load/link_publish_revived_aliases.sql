-- An old id that is a living story's again is no alias any more.
-- Writes: news.aliases. Reads: staging.stories. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.aliases AS old
USING staging.stories AS staged
WHERE staged.batch_id = :batch_id AND old.alias_id = staged.story_id
