-- Number the articles that publishing a batch, or a person, takes away.
-- Writes: news.changes. Reads: news.articles. Binds: batch_id (0 for a person), now, kind, ids.
-- Idempotent: what is gone is not lost again.
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id, former_published_at)
SELECT
    (SELECT coalesce(max(changes.change_id), 0) FROM news.changes) + row_number() OVER (ORDER BY gone.article_id),
    :now, nullif(:batch_id, 0), :kind, gone.article_id, articles.published_at
FROM unnest(cast(:ids AS uuid[])) AS gone (article_id)
LEFT JOIN news.articles ON articles.article_id = gone.article_id
