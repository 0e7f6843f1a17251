-- The stories that most outlets tell, first the largest.
-- Reads: serve.stories. Binds: row_limit.
SELECT lead_title, languages, outlet_count, article_count, copy_count, first_seen_at
FROM serve.stories
ORDER BY outlet_count DESC, article_count DESC, first_published_at, story_id
LIMIT :row_limit
