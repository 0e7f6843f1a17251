-- serve.story_aliases: which story a former id means now.
-- Reads: news.aliases. Made anew by migrate when this file changes.
CREATE VIEW serve.story_aliases AS
SELECT aliases.alias_id AS former_story_id, aliases.story_id
FROM news.aliases;
COMMENT ON VIEW serve.story_aliases IS 'Former story ids and the stories they mean now: a saved id always resolves.';
COMMENT ON COLUMN serve.story_aliases.former_story_id IS 'An id that a story had before.';
COMMENT ON COLUMN serve.story_aliases.story_id IS 'The story it means now.';
