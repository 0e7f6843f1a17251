-- The books of a batch as they were closed, and whether they are.
-- Reads: raw.batches. Binds: batch_id.
SELECT
    state, feeds_due, feeds_ok, feeds_unchanged, feeds_rejected, feeds_deferred, entries_seen, entries_new, entries_known,
    entries_rejected, entries_deferred, pages_due, pages_ok, pages_unchanged, pages_rejected, pages_deferred,
    articles_due, articles_new, articles_revised, articles_unchanged, articles_rejected, reasons
FROM raw.batches
WHERE batch_id = :batch_id
