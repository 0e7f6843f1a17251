-- Story ids that were retired before the warehouse was lost lead to the story that their founder is in now.
-- Writes: news.aliases. Reads: news.members, news.stories. Binds: rows (JSON array).
-- Idempotent: ids that live, or lead somewhere already, are left alone.
INSERT INTO news.aliases (alias_id, founder_id, story_id)
SELECT told.alias_id, told.founder_id, members.story_id
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS told (alias_id uuid, founder_id uuid)
JOIN news.members ON members.article_id = told.founder_id
WHERE NOT EXISTS (SELECT FROM news.stories WHERE stories.story_id = told.alias_id)
ORDER BY told.alias_id
ON CONFLICT (alias_id) DO NOTHING
