-- What publishing changed, newest first: the rows behind "new articles".
-- Reads: news.changes, news.articles. Binds: kind, batch_id, since, until (each null for all), after_time, after_id, row_limit.
SELECT
    changes.change_id, changes.changed_at, changes.batch_id, changes.kind, changes.article_id, changes.story_id,
    changes.former_story_id, articles.title, articles.publisher, articles.language, articles.published_at,
    changes.delay_s
FROM news.changes
LEFT JOIN news.articles ON articles.article_id = changes.article_id
WHERE
    (cast(:kind AS text) IS NULL OR changes.kind = :kind)
    AND (cast(:batch_id AS bigint) IS NULL OR changes.batch_id = :batch_id)
    AND (cast(:since AS timestamptz) IS NULL OR changes.changed_at >= :since)
    AND (cast(:until AS timestamptz) IS NULL OR changes.changed_at < :until)
    AND (
        cast(:after_id AS bigint) IS NULL
        OR (changes.changed_at, changes.change_id) < (cast(:after_time AS timestamptz), cast(:after_id AS bigint))
    )
ORDER BY changes.changed_at DESC, changes.change_id DESC
LIMIT :row_limit
