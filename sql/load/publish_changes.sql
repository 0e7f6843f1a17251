-- Number what publishing a batch changes about articles. Runs before they are published.
-- Writes: news.changes. Reads: staging.articles, news.articles. Binds: batch_id, now.
-- Idempotent: publishing the same again changes nothing and numbers nothing.
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id, delay_s, former_published_at)
SELECT
    (SELECT coalesce(max(changes.change_id), 0) FROM news.changes) + row_number() OVER (ORDER BY changed.article_id),
    :now, :batch_id, changed.kind, changed.article_id,
    CASE WHEN changed.kind = 'article_new' THEN extract(EPOCH FROM cast(:now AS timestamptz) - changed.published_at) END,
    nullif(changed.former_published_at, changed.published_at)
FROM (
    SELECT
        staged.article_id, staged.published_at, known.published_at AS former_published_at,
        CASE
            WHEN known.article_id IS NULL THEN 'article_new'
            WHEN known.content_sha256 <> staged.content_sha256 AND known.snapshot_id <> staged.snapshot_id
                THEN 'article_revised'
            ELSE 'article_read_again'
        END AS kind
    FROM staging.articles AS staged
    LEFT JOIN news.articles AS known ON known.article_id = staged.article_id
    WHERE
        staged.batch_id = :batch_id
        AND (
            known.article_id IS NULL
            OR (
                staged.captured_at >= known.captured_at
                AND (
                    staged.title, staged.body, staged.authors, staged.language, staged.flags, staged.published_at,
                    staged.canonical_url, staged.section, staged.keywords, staged.image_url, staged.is_free,
                    staged.source_agency, staged.reservations, staged.sitename, staged.modified_at
                ) IS DISTINCT FROM (
                    known.title, known.body, known.authors, known.language, known.flags, known.published_at,
                    known.canonical_url, known.section, known.keywords, known.image_url, known.is_free,
                    known.source_agency, known.reservations, known.sitename, known.modified_at
                )
            )
        )
) AS changed
