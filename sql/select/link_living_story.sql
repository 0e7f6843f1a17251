-- The living story that a story id, or an alias of one, leads to.
-- Reads: news.stories, news.aliases. Binds: story_id.
SELECT story_id FROM news.stories WHERE story_id = :story_id
UNION ALL
SELECT story_id FROM news.aliases WHERE alias_id = :story_id
LIMIT 1
