-- An alias whose founder is in no story any more, and whose story the batch retires, leads where that one leads.
-- Writes: news.aliases. Reads: staging.aliases. Binds: batch_id.
-- Idempotent: after load/link_publish_alias_targets.
UPDATE news.aliases AS alias
SET founder_id = retired.founder_id, story_id = retired.story_id
FROM staging.aliases AS retired
WHERE retired.batch_id = :batch_id AND retired.story_id IS NOT NULL AND alias.story_id = retired.alias_id
