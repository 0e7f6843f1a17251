-- Give each captured page of a batch to a mapped task, to be read or read again.
-- Writes: raw.readings. Reads: raw.batches (selection), raw.snapshots, raw.pages, news.articles.
-- Binds: batch_id, articles_per_task, max_tasks.
-- Idempotent: the same captures give the same plan. Answers are taken back where they are read again; a page that a partial
-- replay leaves alone keeps its answer and gets shard -1. What was never read is never left alone.
INSERT INTO raw.readings (batch_id, snapshot_id, shard)
SELECT
    captured.batch_id,
    captured.snapshot_id,
    CASE
        WHEN captured.chosen
            THEN ((captured.place - 1) % greatest(1, least(
                cast(:max_tasks AS bigint), ceil(captured.total / cast(:articles_per_task AS numeric))::bigint
            )))::integer
        ELSE -1
    END
FROM (
    SELECT
        chosen.*,
        row_number() OVER (PARTITION BY chosen.chosen ORDER BY chosen.file, chosen.file_offset) AS place,
        count(*) OVER (PARTITION BY chosen.chosen) AS total
    FROM (
        SELECT
            snapshots.batch_id,
            snapshots.snapshot_id,
            snapshots.file,
            snapshots.file_offset,
            known.outcome IS NULL OR (
                (
                    coalesce(batches.selection -> 'languages', '[]') = '[]'
                    OR coalesce(batches.selection -> 'languages' ? published.language, false)
                    OR coalesce(batches.selection -> 'languages' ? split_part(published.language, '-', 1), false)
                )
                AND (
                    coalesce(batches.selection -> 'publishers', '[]') = '[]'
                    OR coalesce(batches.selection -> 'publishers' ? coalesce(published.publisher, pages.host), false)
                )
            ) AS chosen
        FROM raw.snapshots
        JOIN raw.batches ON batches.batch_id = snapshots.batch_id
        LEFT JOIN raw.pages ON pages.page_id = snapshots.page_id
        LEFT JOIN raw.readings AS known
            ON known.batch_id = snapshots.batch_id AND known.snapshot_id = snapshots.snapshot_id
        LEFT JOIN news.articles AS published ON published.article_id = known.published_article_id
        WHERE snapshots.batch_id = :batch_id AND snapshots.kind = 'page'
    ) AS chosen
) AS captured
ON CONFLICT (batch_id, snapshot_id) DO UPDATE
    SET
        shard = excluded.shard,
        outcome = CASE WHEN excluded.shard < 0 THEN readings.outcome END,
        article_id = CASE WHEN excluded.shard < 0 THEN readings.article_id END,
        content_sha256 = CASE WHEN excluded.shard < 0 THEN readings.content_sha256 END,
        reason = CASE WHEN excluded.shard < 0 THEN readings.reason END,
        detail = CASE WHEN excluded.shard < 0 THEN readings.detail END
