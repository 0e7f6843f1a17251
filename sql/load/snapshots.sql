-- Enter captured responses; the archive holds their bytes already.
-- Writes: raw.snapshots. Binds: batch_id, rows (JSON array).
-- Idempotent: one snapshot per batch and feed or page.
INSERT INTO raw.snapshots
(batch_id, kind, feed_id, page_id, url, final_url, status, fetched_at, file, file_offset, length, payload_sha256)
SELECT
    :batch_id, taken.kind, taken.feed_id, taken.page_id, taken.url, taken.final_url, taken.status, taken.fetched_at,
    taken.file, taken.file_offset, taken.length, decode(taken.payload_sha256, 'hex')
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS taken (
            kind text, feed_id bigint, page_id uuid, url text, final_url text, status smallint, fetched_at timestamptz,
            file text, file_offset bigint, length integer, payload_sha256 text
        )
ORDER BY taken.kind, taken.feed_id, taken.page_id
ON CONFLICT (batch_id, kind, coalesce(feed_id, 0), page_id) DO UPDATE
    SET kind = excluded.kind
RETURNING snapshot_id, feed_id, page_id
