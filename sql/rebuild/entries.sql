-- Entries that stood in feed documents which were taken down.
-- Writes: raw.entries. Binds: batch_id, rows (JSON array).
-- Idempotent: one row per feed and guid; what replays have entered stays.
INSERT INTO raw.entries (
    feed_id, guid_sha256, guid, url, page_id, title, summary, authors, published_at, published_raw, updated_at,
    language, flags, first_batch_id, first_seen_at, last_seen_at
)
SELECT
    told.feed_id, told.guid_sha256, told.guid, told.url, told.page_id, told.title, told.summary, told.authors,
    told.published_at, told.published_raw, told.updated_at, told.language, told.flags, :batch_id, told.first_seen_at,
    told.last_seen_at
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            feed_id bigint, guid_sha256 bytea, guid text, url text, page_id uuid, title text, summary text,
            authors text[], published_at timestamptz, published_raw text, updated_at timestamptz, language text,
            flags text[], first_seen_at timestamptz, last_seen_at timestamptz
        )
ORDER BY told.feed_id, told.guid_sha256
ON CONFLICT (feed_id, guid_sha256) DO NOTHING
