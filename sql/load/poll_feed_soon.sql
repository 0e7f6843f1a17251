-- Make a feed due now; a paused one stays paused.
-- Writes: raw.feeds. Binds: feed_id, now.
-- Idempotent: a value, and never a later one.
UPDATE raw.feeds
SET next_poll_at = least(next_poll_at, cast(:now AS timestamptz))
WHERE feed_id = :feed_id AND removed_at IS NULL
