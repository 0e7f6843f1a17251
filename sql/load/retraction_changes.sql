-- Number the articles that publishing a batch, or a person, takes away.
-- Writes: news.changes. Binds: batch_id (0 for a person), now, kind, ids.
-- Idempotent: what is gone is not lost again.
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id)
SELECT
    (SELECT coalesce(max(changes.change_id), 0) FROM news.changes) + row_number() OVER (ORDER BY gone.article_id),
    :now, nullif(:batch_id, 0), :kind, gone.article_id
FROM unnest(cast(:ids AS uuid[])) AS gone (article_id)
