-- In a replay nothing is polled: feeds that were planned and never asked are put off. They are still due.
-- Writes: raw.polls, raw.rejects. Binds: batch_id, now.
-- Idempotent: touches unanswered rows only.
WITH given_up AS (
    UPDATE raw.polls
    SET outcome = 'deferred', reason = 'not_polled', detail = 'the live run ended before this feed was asked'
    WHERE batch_id = :batch_id AND outcome IS NULL
    RETURNING feed_id, reason, detail
)

INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT :batch_id, 'poll', feeds.url_sha256, feeds.url, given_up.reason, given_up.detail, true, :now
FROM given_up
JOIN raw.feeds ON feeds.feed_id = given_up.feed_id
ORDER BY feeds.url_sha256
ON CONFLICT (batch_id, stage, item_sha256) DO NOTHING
