-- Remove stories that the batch retires.
-- Writes: news.stories. Reads: staging.aliases. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.stories AS old
USING staging.aliases AS retired
WHERE retired.batch_id = :batch_id AND old.story_id = retired.alias_id
