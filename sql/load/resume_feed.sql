-- Poll a feed again, at once; its failures are forgotten, or the next one would pause it again.
-- Writes: raw.feeds. Binds: url, now.
-- Idempotent: values.
UPDATE raw.feeds
SET
    paused_at = NULL, paused_reason = NULL, failure_count = 0, next_poll_at = :now,
    schedule = schedule - 'paused_reason' - 'failure_count'
WHERE url_sha256 = sha256(convert_to(:url, 'UTF8')) AND removed_at IS NULL
