-- One captured answer: what it is, and where it lies in the archive.
-- Reads: raw.snapshots. Binds: snapshot_id.
SELECT
    snapshots.snapshot_id, snapshots.batch_id, snapshots.kind, snapshots.feed_id, snapshots.page_id, snapshots.url,
    snapshots.final_url, snapshots.status, snapshots.fetched_at, snapshots.file, snapshots.file_offset, snapshots.length,
    snapshots.payload_sha256
FROM raw.snapshots
WHERE snapshots.snapshot_id = :snapshot_id
