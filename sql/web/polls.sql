-- Polls of a feed or of a batch, newest batch first.
-- Reads: raw.polls, raw.feeds, raw.batches. Binds: feed_id, batch_id, outcome, reason (each null for all), after_batch, after_feed, row_limit.
SELECT
    polls.batch_id, polls.feed_id, feeds.url, feeds.publisher, batches.interval_end, polls.outcome, polls.reason,
    polls.detail, polls.polled_at, polls.status, polls.elapsed_s, polls.snapshot_id, polls.entry_count, polls.new_count,
    polls.known_count, polls.rejected_count, polls.overflow
FROM raw.polls
JOIN raw.feeds ON feeds.feed_id = polls.feed_id
JOIN raw.batches ON batches.batch_id = polls.batch_id
WHERE
    (cast(:feed_id AS bigint) IS NULL OR polls.feed_id = :feed_id)
    AND (cast(:batch_id AS bigint) IS NULL OR polls.batch_id = :batch_id)
    AND (cast(:outcome AS text) IS NULL OR polls.outcome = :outcome)
    AND (cast(:reason AS text) IS NULL OR polls.reason = :reason)
    AND (
        cast(:after_batch AS bigint) IS NULL
        OR (polls.batch_id, polls.feed_id) < (cast(:after_batch AS bigint), cast(:after_feed AS bigint))
    )
ORDER BY polls.batch_id DESC, polls.feed_id DESC
LIMIT :row_limit
