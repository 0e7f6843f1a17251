-- How late each article became queryable, kept where it was counted: the overview reads two days of it at each look.
-- Writes: a column and an index of news.changes. Reads: news.articles. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE news.changes ADD COLUMN delay_s real;
COMMENT ON COLUMN news.changes.delay_s IS 'article_new: seconds from the article''s publication to its becoming queryable; null for other kinds.';
UPDATE news.changes
SET delay_s = extract(EPOCH FROM changes.changed_at - articles.published_at)
FROM news.articles
WHERE changes.kind = 'article_new' AND articles.article_id = changes.article_id;
CREATE INDEX changes_delay ON news.changes (changed_at) INCLUDE (delay_s) WHERE kind = 'article_new';
