-- Whether a target without articles and pages is known all the same: by a tombstone, or a publisher's feeds.
-- Reads: raw.forgotten, raw.feeds. Binds: ids, publisher (null: none).
SELECT forgotten.key FROM raw.forgotten
WHERE
    (forgotten.kind = 'publisher' AND forgotten.key = cast(:publisher AS text))
    OR (forgotten.kind = 'address' AND forgotten.key = any(cast(cast(:ids AS uuid[]) AS text[])))
UNION ALL
SELECT feeds.url FROM raw.feeds WHERE feeds.publisher = cast(:publisher AS text)
