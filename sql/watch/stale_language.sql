-- Languages without a new article for twice as long as their longest pause in the four weeks before, and for six hours at least.
-- The clock is the newest published batch: a late batch is late_batch, not the fault of every language. By event time; languages with
-- under eight pauses have no rhythm yet, those silent for more than four weeks are forgotten.
-- Reads: raw.batches, news.articles. Binds: none.
WITH clock AS (
    SELECT max(batches.interval_end) AS now
    FROM raw.batches
    WHERE batches.state = 'published'
),

moments AS (
    SELECT DISTINCT articles.language, articles.published_at
    FROM news.articles
    CROSS JOIN clock
    WHERE articles.published_at > clock.now - interval '28 days' AND articles.published_at <= clock.now
),

pauses AS (
    SELECT
        moments.language, moments.published_at,
        moments.published_at - lag(moments.published_at) OVER (PARTITION BY moments.language ORDER BY moments.published_at)
            AS pause
    FROM moments
)

SELECT
    pauses.language AS item,
    'no article since ' || to_char(max(pauses.published_at), 'YYYY-MM-DD HH24:MI') || ' UTC; the longest pause was '
    || round((extract(EPOCH FROM max(pauses.pause)) / 3600)::numeric, 1) || ' h' AS summary
FROM pauses
CROSS JOIN clock
GROUP BY pauses.language, clock.now
HAVING
    count(pauses.pause) >= 8
    AND clock.now - max(pauses.published_at) > greatest(2 * max(pauses.pause), interval '6 hours')
ORDER BY pauses.language
