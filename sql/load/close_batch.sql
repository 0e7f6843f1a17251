-- Enter the books of a batch and mark it published; last statement of the publishing transaction.
-- Writes: raw.batches. Binds: batch_id, now, and one bind per book.
-- Idempotent: values, but for publish_count.
UPDATE raw.batches
SET
    state = 'published', published_at = :now, publish_count = publish_count + 1,
    work_s = extract(EPOCH FROM clock_timestamp() - work_began_at),
    feeds_due = :feeds_due, feeds_ok = :feeds_ok, feeds_unchanged = :feeds_unchanged,
    feeds_rejected = :feeds_rejected, feeds_deferred = :feeds_deferred,
    entries_seen = :entries_seen, entries_new = :entries_new, entries_known = :entries_known,
    entries_rejected = :entries_rejected, entries_deferred = :entries_deferred,
    pages_due = :pages_due, pages_ok = :pages_ok, pages_unchanged = :pages_unchanged,
    pages_rejected = :pages_rejected, pages_deferred = :pages_deferred,
    articles_due = :articles_due, articles_new = :articles_new, articles_revised = :articles_revised,
    articles_unchanged = :articles_unchanged, articles_rejected = :articles_rejected,
    reasons = cast(:reasons AS jsonb)
WHERE batch_id = :batch_id
