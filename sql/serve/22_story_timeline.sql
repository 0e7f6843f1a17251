-- serve.story_timeline: a story's articles in order of time.
-- Reads: serve.articles. Made anew by migrate when this file changes.
CREATE VIEW serve.story_timeline AS
SELECT
    articles.story_id,
    row_number() OVER (PARTITION BY articles.story_id ORDER BY articles.published_at, articles.article_id) AS place,
    articles.published_at,
    articles.article_id,
    articles.publisher,
    articles.language,
    articles.title,
    articles.copy_of,
    articles.copy_kind
FROM serve.articles
WHERE articles.story_id IS NOT NULL;
COMMENT ON VIEW serve.story_timeline IS 'The articles of each story in order of time.';
COMMENT ON COLUMN serve.story_timeline.place IS 'Place in the story, from 1.';
COMMENT ON COLUMN serve.story_timeline.copy_of IS 'The best earlier article whose text it repeats; null when it is its own.';
COMMENT ON COLUMN serve.story_timeline.copy_kind IS 'exact (the same text), near (edited), part (one holds the other).';
