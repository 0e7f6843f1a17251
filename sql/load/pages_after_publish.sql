-- Which article each page of a batch turned out to be: what its latest capture that holds one stands for.
-- Writes: raw.pages. Reads: raw.snapshots, raw.readings. Binds: batch_id.
-- Idempotent: values, the same in whatever order batches are published. Pages are locked in the order of their ids.
WITH looked_at AS (
    SELECT DISTINCT snapshots.page_id
    FROM raw.snapshots
    WHERE snapshots.batch_id = :batch_id AND snapshots.kind = 'page'
),

latest AS (
    SELECT DISTINCT ON (looked_at.page_id) looked_at.page_id, readings.published_article_id AS article_id
    FROM looked_at
    JOIN raw.snapshots ON snapshots.page_id = looked_at.page_id
    LEFT JOIN raw.readings ON readings.snapshot_id = snapshots.snapshot_id AND readings.batch_id = snapshots.batch_id
    ORDER BY
        looked_at.page_id, readings.published_article_id IS NULL, snapshots.fetched_at DESC, snapshots.snapshot_id DESC
),

locked AS (
    SELECT pages.page_id, latest.article_id
    FROM raw.pages
    JOIN latest ON latest.page_id = pages.page_id
    WHERE pages.article_id IS DISTINCT FROM latest.article_id
    ORDER BY pages.page_id
    FOR UPDATE OF pages
)

UPDATE raw.pages
SET article_id = locked.article_id
FROM locked
WHERE pages.page_id = locked.page_id
