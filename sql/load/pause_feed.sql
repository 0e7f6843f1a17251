-- Poll a feed no more until it is resumed.
-- Writes: raw.feeds. Binds: url, why, now.
-- Idempotent: the first pause's time stays, the last reason.
UPDATE raw.feeds
SET paused_at = coalesce(paused_at, :now), paused_reason = :why
WHERE url_sha256 = sha256(convert_to(:url, 'UTF8')) AND removed_at IS NULL
