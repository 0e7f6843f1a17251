-- Some captured pages, each with what the feeds said of it up to its capture; columns as in select/readings.
-- Reads: raw.snapshots, raw.pages, raw.entries, raw.forgotten. Binds: ids (snapshots).
SELECT
    snapshots.snapshot_id, snapshots.page_id, snapshots.url, snapshots.final_url, snapshots.fetched_at,
    snapshots.file, snapshots.file_offset, snapshots.length, snapshots.payload_sha256,
    carried.title AS entry_title, carried.published_at AS entry_published_at,
    carried.language AS feed_language,
    coalesce(carried.first_seen_at, snapshots.fetched_at) AS first_seen_at,
    snapshots.forgotten IS NOT NULL OR raw.is_forgotten(snapshots.page_id, pages.host) AS is_forgotten,
    snapshots.expired_at
FROM raw.snapshots
LEFT JOIN raw.pages ON pages.page_id = snapshots.page_id
LEFT JOIN LATERAL (
    SELECT
        (array_agg(entries.title ORDER BY entries.first_seen_at, entries.guid_sha256))[1] AS title,
        min(entries.published_at) AS published_at,
        (array_agg(entries.language ORDER BY entries.first_seen_at, entries.guid_sha256) FILTER (
            WHERE entries.language IS NOT NULL
        ))[1] AS language,
        min(entries.first_seen_at) AS first_seen_at
    FROM raw.entries
    WHERE entries.page_id = snapshots.page_id AND entries.first_seen_at <= snapshots.fetched_at
) AS carried ON true
WHERE snapshots.snapshot_id = any(cast(:ids AS bigint[]))
ORDER BY snapshots.file, snapshots.file_offset
