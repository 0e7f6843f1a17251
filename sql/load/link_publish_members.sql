-- Publish memberships.
-- Writes: news.members. Reads: staging.members. Binds: batch_id.
-- Idempotent: upsert.
INSERT INTO news.members (article_id, story_id)
SELECT article_id, story_id
FROM staging.members
WHERE batch_id = :batch_id AND story_id IS NOT NULL
ORDER BY article_id
ON CONFLICT (
    article_id) DO UPDATE SET story_id = excluded.story_id
WHERE members.story_id <> excluded.story_id
