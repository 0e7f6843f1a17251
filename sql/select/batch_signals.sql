-- What a batch tells the monitoring once it is published: its books, its delay, and how the feeds stand.
-- Reads: raw.batches, raw.polls, raw.snapshots, raw.feeds. Binds: batch_id.
SELECT
    batches.mode,
    batches.own_outage,
    extract(EPOCH FROM batches.published_at) AS published_at_s,
    extract(EPOCH FROM batches.published_at - batches.interval_end) AS delay_s,
    batches.entries_new,
    batches.articles_new,
    batches.articles_revised,
    batches.articles_unchanged,
    batches.articles_rejected,
    (SELECT coalesce(sum(length), 0) FROM raw.snapshots WHERE snapshots.batch_id = batches.batch_id) AS archive_bytes,
    (SELECT count(*) FROM raw.polls WHERE polls.batch_id = batches.batch_id AND polls.overflow) AS feeds_overflowed,
    batches.feeds_due,
    feeds.feeds_active,
    feeds.feeds_failing,
    feeds.feeds_paused
FROM raw.batches
CROSS JOIN (
    SELECT
        count(*) FILTER (WHERE paused_at IS NULL) AS feeds_active,
        count(*) FILTER (WHERE paused_at IS NULL AND failure_count > 0) AS feeds_failing,
        count(*) FILTER (WHERE paused_at IS NOT NULL) AS feeds_paused
    FROM raw.feeds
    WHERE removed_at IS NULL
) AS feeds
WHERE batches.batch_id = :batch_id
