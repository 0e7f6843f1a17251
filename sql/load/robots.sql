-- Remember servers' robots.txt.
-- Writes: raw.robots. Binds: rows (JSON array of {origin, fetched_at, status, text}).
-- Idempotent: the latest answer stays.
INSERT INTO raw.robots (origin, fetched_at, status, text)
SELECT file.origin, file.fetched_at, file.status, file.text
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS file (origin text, fetched_at timestamptz, status smallint, text text)
ORDER BY file.origin
ON CONFLICT (origin) DO UPDATE
    SET fetched_at = excluded.fetched_at, status = excluded.status, text = excluded.text
    WHERE excluded.fetched_at > robots.fetched_at
