-- The articles of a story.
-- Reads: news.members. Binds: story_id.
SELECT article_id FROM news.members WHERE story_id = :story_id ORDER BY article_id
