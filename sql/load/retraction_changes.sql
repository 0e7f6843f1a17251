-- Number the articles that publishing a batch takes away.
-- Writes: news.changes. Binds: batch_id, now, ids.
-- Idempotent: what is gone is not lost again.
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id)
SELECT
    (SELECT coalesce(max(changes.change_id), 0) FROM news.changes) + row_number() OVER (ORDER BY gone.article_id),
    :now, :batch_id, 'article_retracted', gone.article_id
FROM unnest(cast(:ids AS uuid[])) AS gone (article_id)
