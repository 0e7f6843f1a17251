-- Where nothing is left of a story, its old ids lead nowhere and go with it.
-- Writes: news.aliases. Reads: staging.aliases. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.aliases AS alias
USING staging.aliases AS retired
WHERE retired.batch_id = :batch_id AND retired.story_id IS NULL AND alias.story_id = retired.alias_id
