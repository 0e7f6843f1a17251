-- The published batches with their books, oldest first.
-- Reads: raw.batches. Binds: none.
SELECT
    batch_id,
    interval_end,
    own_outage,
    entries_seen,
    entries_new,
    entries_known,
    entries_rejected,
    entries_deferred,
    pages_due,
    pages_ok,
    pages_unchanged,
    pages_rejected,
    pages_deferred,
    articles_new,
    articles_revised,
    reasons
FROM raw.batches
WHERE state = 'published'
ORDER BY interval_end, interval_start, batch_id
