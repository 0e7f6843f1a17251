-- How long the last hundred replays took (live runs where there were none: they fetch as well, so this is a bound).
-- Reads: raw.batches. Binds: none.
WITH timed AS (
    SELECT batches.work_s, batches.articles_due
    FROM raw.batches
    WHERE batches.state = 'published' AND batches.work_s IS NOT NULL AND batches.mode <> 'empty'
    ORDER BY batches.mode = 'replay' DESC, batches.published_at DESC
    LIMIT 100
)

SELECT
    count(*) AS timed_count,
    avg(timed.work_s) AS mean_s,
    regr_slope(timed.work_s, timed.articles_due) AS per_page_s,
    regr_intercept(timed.work_s, timed.articles_due) AS per_batch_s
FROM timed
