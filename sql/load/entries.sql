-- Enter the entries of feed documents: new ones, and what is newer of known ones.
-- Reads: raw.forgotten. Writes: raw.entries; raw.pages (a changed entry makes its page due). Binds: batch_id, rows (JSON array), now (null in a replay).
-- Idempotent: one row per feed and guid; an older document overwrites nothing newer.
-- Of what was taken down only the address is kept.
WITH told AS (
    SELECT *
    FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS entry (
        feed_id bigint, guid_sha256 text, guid text, url text, page_id uuid, title text, summary text, authors text[],
        published_at timestamptz, published_raw text, updated_at timestamptz, language text, flags text[],
        seen_at timestamptz, host text
    )
),

carried AS (
    SELECT
        told.feed_id, told.guid_sha256, told.guid, told.url, told.page_id,
        CASE WHEN NOT gone.is_gone THEN told.title END AS title,
        CASE WHEN NOT gone.is_gone THEN told.summary END AS summary,
        CASE WHEN gone.is_gone THEN '{}' ELSE told.authors END AS authors,
        told.published_at, told.published_raw, told.updated_at, told.language, told.flags, told.seen_at
    FROM told
    CROSS JOIN LATERAL (SELECT raw.is_forgotten(told.page_id, told.host) AS is_gone) AS gone
),

changed_pages AS (
    SELECT DISTINCT carried.page_id
    FROM carried
    JOIN raw.entries AS known
        ON known.feed_id = carried.feed_id AND known.guid_sha256 = decode(carried.guid_sha256, 'hex')
    WHERE
        carried.seen_at > known.last_seen_at
        AND (carried.title, carried.updated_at) IS DISTINCT FROM (known.title, known.updated_at)
),

locked_pages AS (
    SELECT pages.page_id
    FROM raw.pages
    WHERE pages.page_id IN (SELECT changed_pages.page_id FROM changed_pages)
    ORDER BY pages.page_id
    FOR UPDATE
),

woken AS (
    UPDATE raw.pages
    SET next_fetch_at = least(coalesce(pages.next_fetch_at, cast(:now AS timestamptz)), cast(:now AS timestamptz))
    WHERE
        cast(:now AS timestamptz) IS NOT NULL
        AND pages.page_id IN (SELECT locked_pages.page_id FROM locked_pages)
)

INSERT INTO raw.entries (
    feed_id, guid_sha256, guid, url, page_id, title, summary, authors, published_at, published_raw, updated_at,
    language, flags, first_batch_id, first_seen_at, last_seen_at
)
SELECT
    carried.feed_id, decode(carried.guid_sha256, 'hex'), carried.guid, carried.url, carried.page_id, carried.title,
    carried.summary, carried.authors, carried.published_at, carried.published_raw, carried.updated_at,
    carried.language, carried.flags, :batch_id, carried.seen_at, carried.seen_at
FROM carried
ORDER BY carried.feed_id, carried.guid_sha256
ON CONFLICT (feed_id, guid_sha256) DO UPDATE
    SET
        first_batch_id = CASE
            WHEN excluded.first_seen_at < entries.first_seen_at THEN excluded.first_batch_id ELSE entries.first_batch_id
        END,
        first_seen_at = least(entries.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(entries.last_seen_at, excluded.last_seen_at),
        url = CASE WHEN excluded.last_seen_at >= entries.last_seen_at THEN excluded.url ELSE entries.url END,
        page_id = CASE WHEN excluded.last_seen_at >= entries.last_seen_at THEN excluded.page_id ELSE entries.page_id END,
        title = CASE WHEN excluded.last_seen_at >= entries.last_seen_at THEN excluded.title ELSE entries.title END,
        summary = CASE WHEN excluded.last_seen_at >= entries.last_seen_at THEN excluded.summary ELSE entries.summary END,
        updated_at = CASE
            WHEN excluded.last_seen_at >= entries.last_seen_at THEN excluded.updated_at ELSE entries.updated_at
        END
RETURNING feed_id, guid_sha256, first_batch_id = :batch_id AS is_new
