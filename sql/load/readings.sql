-- What became of the captured pages a mapped task has read.
-- Writes: raw.readings, raw.pages (which article the page turned out to be). Binds: batch_id, rows (JSON array).
-- Idempotent: the same answer again changes nothing.
WITH answered AS (
    SELECT *
    FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS reading (
        snapshot_id bigint, page_id uuid, outcome text, article_id uuid, reason text, detail text
    )
),

recognised AS (
    SELECT pages.page_id, answered.article_id
    FROM raw.pages
    JOIN answered ON answered.page_id = pages.page_id
    WHERE answered.article_id IS NOT NULL AND pages.article_id IS DISTINCT FROM answered.article_id
    ORDER BY pages.page_id
    FOR UPDATE OF pages
),

named AS (
    UPDATE raw.pages
    SET article_id = recognised.article_id
    FROM recognised
    WHERE recognised.page_id = pages.page_id
)

UPDATE raw.readings
SET
    outcome = answered.outcome, article_id = answered.article_id, reason = answered.reason, detail = answered.detail
FROM answered
WHERE readings.batch_id = :batch_id AND readings.snapshot_id = answered.snapshot_id
