-- Let any capture overwrite these articles' rows: what they were read from now reads as something else.
-- Writes: news.articles. Binds: ids.
-- Idempotent: values. Within the publishing transaction each is overwritten or removed after this.
UPDATE news.articles
SET captured_at = '-infinity', first_seen_at = 'infinity'
WHERE article_id = any(cast(:ids AS uuid[]))
