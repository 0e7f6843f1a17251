-- A change of an article's time, or its end, tells when it had been published: the exported file of that day holds it still.
-- Writes: a column of news.changes. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE news.changes ADD COLUMN former_published_at timestamptz;
COMMENT ON COLUMN news.changes.former_published_at IS 'Publication time that the article had before, where it changed or the article is no more; else null.';
