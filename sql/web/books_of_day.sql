-- The books of a day: the sums over its batches.
-- Reads: raw.batches. Binds: day_start.
SELECT
    count(*) AS batch_count,
    count(*) FILTER (WHERE state = 'published') AS published_count,
    coalesce(sum(feeds_due), 0) AS feeds_due, coalesce(sum(feeds_ok), 0) AS feeds_ok,
    coalesce(sum(feeds_unchanged), 0) AS feeds_unchanged, coalesce(sum(feeds_rejected), 0) AS feeds_rejected,
    coalesce(sum(feeds_deferred), 0) AS feeds_deferred,
    coalesce(sum(entries_seen), 0) AS entries_seen, coalesce(sum(entries_new), 0) AS entries_new,
    coalesce(sum(entries_known), 0) AS entries_known, coalesce(sum(entries_rejected), 0) AS entries_rejected,
    coalesce(sum(entries_deferred), 0) AS entries_deferred,
    coalesce(sum(pages_due), 0) AS pages_due, coalesce(sum(pages_ok), 0) AS pages_ok,
    coalesce(sum(pages_unchanged), 0) AS pages_unchanged, coalesce(sum(pages_rejected), 0) AS pages_rejected,
    coalesce(sum(pages_deferred), 0) AS pages_deferred,
    coalesce(sum(articles_due), 0) AS articles_due, coalesce(sum(articles_new), 0) AS articles_new,
    coalesce(sum(articles_revised), 0) AS articles_revised, coalesce(sum(articles_unchanged), 0) AS articles_unchanged,
    coalesce(sum(articles_rejected), 0) AS articles_rejected
FROM raw.batches
WHERE interval_end >= :day_start AND interval_end < cast(:day_start AS timestamptz) + interval '1 day'
