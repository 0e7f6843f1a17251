-- serve.batches: the books and the delays.
-- Reads: raw.batches. Made anew by migrate when this file changes.
CREATE VIEW serve.batches AS
SELECT
    batches.batch_id, batches.interval_start, batches.interval_end, batches.mode, batches.state, batches.run_id,
    batches.opened_at, batches.published_at, batches.publish_count, batches.own_outage,
    extract(EPOCH FROM batches.published_at - batches.interval_end) AS delay_s,
    batches.feeds_due, batches.feeds_ok, batches.feeds_unchanged, batches.feeds_rejected, batches.feeds_deferred,
    batches.entries_seen, batches.entries_new, batches.entries_known, batches.entries_rejected,
    batches.entries_deferred,
    batches.pages_due, batches.pages_ok, batches.pages_unchanged, batches.pages_rejected, batches.pages_deferred,
    batches.articles_due, batches.articles_new, batches.articles_revised, batches.articles_unchanged,
    batches.articles_rejected, batches.reasons, batches.expired_at
FROM raw.batches;
COMMENT ON VIEW serve.batches IS 'The books of every batch: each sum balances.';
COMMENT ON COLUMN serve.batches.delay_s IS 'Seconds from the end of the interval to the publishing.';
