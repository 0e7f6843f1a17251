-- Stop polling a feed; what it brought stays.
-- Writes: raw.feeds. Binds: url, now.
-- Idempotent: removed once.
UPDATE raw.feeds
SET removed_at = :now
WHERE url_sha256 = sha256(convert_to(:url, 'UTF8')) AND removed_at IS NULL
