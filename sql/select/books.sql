-- The books of a batch, counted from what became of each item.
-- Reads: raw.polls, raw.fetches, raw.readings, raw.winning_readings, raw.rejects, news.revisions. Binds: batch_id.
WITH polled AS (
    SELECT
        count(*) AS feeds_due,
        count(*) FILTER (WHERE outcome = 'ok') AS feeds_ok,
        count(*) FILTER (WHERE outcome = 'unchanged') AS feeds_unchanged,
        count(*) FILTER (WHERE outcome = 'rejected') AS feeds_rejected,
        count(*) FILTER (WHERE outcome = 'deferred') AS feeds_deferred,
        coalesce(sum(entry_count), 0) AS entries_seen,
        coalesce(sum(new_count), 0) AS entries_new,
        coalesce(sum(known_count), 0) AS entries_known,
        coalesce(sum(rejected_count), 0) AS entries_rejected,
        0 AS entries_deferred
    FROM raw.polls
    WHERE batch_id = :batch_id
),

fetched AS (
    SELECT
        count(*) AS pages_due,
        count(*) FILTER (WHERE outcome = 'ok') AS pages_ok,
        count(*) FILTER (WHERE outcome = 'unchanged') AS pages_unchanged,
        count(*) FILTER (WHERE outcome = 'rejected') AS pages_rejected,
        count(*) FILTER (WHERE outcome = 'deferred') AS pages_deferred
    FROM raw.fetches
    WHERE batch_id = :batch_id
),

ok AS (
    SELECT article_id, content_sha256, fetched_at
    FROM raw.winning_readings(:batch_id)
),

judged AS (
    SELECT
        ok.article_id,
        NOT EXISTS (
            SELECT 1 FROM news.revisions AS earlier
            WHERE earlier.article_id = ok.article_id AND earlier.captured_at < ok.fetched_at
        ) AS is_new,
        EXISTS (
            SELECT 1 FROM news.revisions AS same
            WHERE
                same.article_id = ok.article_id AND same.content_sha256 = ok.content_sha256
                AND same.captured_at < ok.fetched_at
        ) AS is_known
    FROM ok
),

read AS (
    SELECT
        count(*) AS articles_due,
        (SELECT count(*) FROM judged WHERE is_new) AS articles_new,
        (SELECT count(*) FROM judged WHERE NOT is_new AND NOT is_known) AS articles_revised,
        count(*) FILTER (WHERE outcome = 'ok') - (SELECT count(*) FROM judged WHERE is_new OR NOT is_known)
            AS articles_unchanged,
        count(*) FILTER (WHERE outcome = 'rejected') AS articles_rejected
    FROM raw.readings
    WHERE batch_id = :batch_id
),

refused AS (
    SELECT coalesce(jsonb_object_agg(counted.slug, counted.count), '{}') AS reasons
    FROM (
        SELECT stage || ':' || reason AS slug, count(*) AS count
        FROM raw.rejects
        WHERE batch_id = :batch_id
        GROUP BY stage, reason
    ) AS counted
)

SELECT * FROM polled, fetched, read, refused
