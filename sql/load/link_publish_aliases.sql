-- Remember the story ids that the batch retires.
-- Writes: news.aliases. Reads: staging.aliases. Binds: batch_id.
-- Idempotent: upsert.
INSERT INTO news.aliases (alias_id, founder_id, story_id)
SELECT alias_id, founder_id, story_id
FROM staging.aliases
WHERE batch_id = :batch_id AND story_id IS NOT NULL
ORDER BY alias_id
ON CONFLICT (alias_id) DO UPDATE SET founder_id = excluded.founder_id, story_id = excluded.story_id
