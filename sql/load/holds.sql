-- Remember which hosts asked for no requests, and until when.
-- Writes: raw.holds. Binds: rows (JSON array of {host, held_until}).
-- Idempotent: the latest wish stays.
INSERT INTO raw.holds (host, held_until)
SELECT held.host, held.held_until
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS held (host text, held_until timestamptz)
ORDER BY held.host
ON CONFLICT (host) DO UPDATE
    SET held_until = excluded.held_until
    WHERE excluded.held_until > holds.held_until
