-- A replay with a better reader replaces what was read from the same capture: the old reading is no revision. Where another
-- capture still reads so, the revision is that one's.
-- A capture that the archive can't give keeps its revision.
-- Writes: news.revisions. Reads: raw.winning_readings, raw.readings, raw.snapshots. Binds: batch_id.
-- Idempotent: keeps what some capture was read as. Of two captures of one article in a batch the winner is staged.
WITH winners AS (
    SELECT snapshot_id, article_id, content_sha256
    FROM raw.winning_readings(:batch_id)
),

replaced AS (
    SELECT revisions.article_id, revisions.content_sha256
    FROM raw.readings
    JOIN news.revisions ON revisions.snapshot_id = readings.snapshot_id
    WHERE
        readings.batch_id = :batch_id AND NOT starts_with(coalesce(readings.reason, ''), 'archive_')
        AND (revisions.snapshot_id, revisions.article_id, revisions.content_sha256) NOT IN (
            SELECT winners.snapshot_id, winners.article_id, winners.content_sha256 FROM winners
        )
),

heirs AS (
    SELECT DISTINCT ON (replaced.article_id, replaced.content_sha256)
        replaced.article_id, replaced.content_sha256, snapshots.snapshot_id, snapshots.batch_id, snapshots.fetched_at
    FROM replaced
    JOIN raw.readings ON readings.published_article_id = replaced.article_id
    JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
    WHERE readings.published_sha256 = replaced.content_sha256 AND readings.batch_id <> :batch_id
    ORDER BY replaced.article_id, replaced.content_sha256, snapshots.fetched_at, snapshots.snapshot_id
),

inherited AS (
    UPDATE news.revisions
    SET captured_at = heirs.fetched_at, snapshot_id = heirs.snapshot_id, batch_id = heirs.batch_id
    FROM heirs
    WHERE revisions.article_id = heirs.article_id AND revisions.content_sha256 = heirs.content_sha256
)

DELETE FROM news.revisions
USING replaced
LEFT JOIN heirs ON heirs.article_id = replaced.article_id AND heirs.content_sha256 = replaced.content_sha256
WHERE
    revisions.article_id = replaced.article_id AND revisions.content_sha256 = replaced.content_sha256
    AND heirs.article_id IS NULL
