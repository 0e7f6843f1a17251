-- Give each captured page of a batch to a mapped task, to be read or read again.
-- Writes: raw.readings. Binds: batch_id, articles_per_task, max_tasks.
-- Idempotent: the same captures give the same plan; answers are taken back, since all are read again.
INSERT INTO raw.readings (batch_id, snapshot_id, shard)
SELECT
    captured.batch_id,
    captured.snapshot_id,
    ((captured.place - 1) % greatest(1, least(
        cast(:max_tasks AS bigint), ceil(captured.total / cast(:articles_per_task AS numeric))::bigint
    )))::integer
FROM (
    SELECT
        snapshots.batch_id,
        snapshots.snapshot_id,
        row_number() OVER (ORDER BY snapshots.file, snapshots.file_offset) AS place,
        count(*) OVER () AS total
    FROM raw.snapshots
    WHERE snapshots.batch_id = :batch_id AND snapshots.kind = 'page'
) AS captured
ON CONFLICT (batch_id, snapshot_id) DO UPDATE
    SET shard = excluded.shard, outcome = NULL, article_id = NULL, reason = NULL, detail = NULL
