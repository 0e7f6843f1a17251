-- The old ids that lead to a story.
-- Reads: news.aliases. Binds: story_id.
SELECT alias_id FROM news.aliases WHERE story_id = :story_id ORDER BY alias_id
