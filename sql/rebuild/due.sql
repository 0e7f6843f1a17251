-- Pages that no batch is known to have asked for: due at once, if they are new enough to be worth it.
-- Writes: raw.pages. Reads: raw.forgotten. Binds: now, since.
-- Idempotent: values.
UPDATE raw.pages
SET next_fetch_at = :now
WHERE
    last_outcome IS NULL AND next_fetch_at IS NULL AND first_seen_at >= :since
    AND NOT raw.is_forgotten(page_id, host)
