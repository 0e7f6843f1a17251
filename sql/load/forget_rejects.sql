-- Blank what rejects, fetches and readings say of pages that are taken down, but their reasons.
-- Writes: raw.rejects, raw.fetches. Reads: raw.pages, raw.entries, raw.snapshots. Binds: ids.
-- Idempotent: values.
WITH items AS (
    SELECT page.url AS item FROM raw.pages AS page WHERE page.page_id = any(cast(:ids AS uuid[]))
    UNION
    SELECT page.url FROM raw.snapshots AS page WHERE page.page_id = any(cast(:ids AS uuid[]))
    UNION
    SELECT left(entry.feed_id || ' ' || entry.guid, 2000) FROM raw.entries AS entry
    WHERE entry.page_id = any(cast(:ids AS uuid[]))
),

fetched AS (
    UPDATE raw.fetches SET detail = 'taken down' WHERE page_id = any(cast(:ids AS uuid[])) AND detail IS NOT NULL
)

UPDATE raw.rejects
SET detail = 'taken down'
FROM items
WHERE rejects.item = items.item AND rejects.detail <> 'taken down'
