-- serve.changes: what changed since a cursor.
-- Reads: news.changes. Made anew by migrate when this file changes.
CREATE VIEW serve.changes AS
SELECT
    changes.change_id, changes.changed_at, changes.batch_id, changes.kind, changes.article_id, changes.story_id,
    changes.former_story_id
FROM news.changes;
COMMENT ON VIEW serve.changes IS 'What changed, numbered without gaps in commit order: read WHERE change_id > your cursor ORDER BY change_id.';
