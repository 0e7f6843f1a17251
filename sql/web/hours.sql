-- Each hour's new articles and stories, and how late articles became queryable after they were published.
-- Reads: news.changes, news.stories. Binds: since, until (whole hours).
WITH delays AS (
    SELECT
        date_trunc('hour', changes.changed_at) AS hour,
        count(*) AS article_count,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY changes.delay_s) AS delay_p50_s,
        percentile_disc(0.95) WITHIN GROUP (ORDER BY changes.delay_s) AS delay_p95_s
    FROM news.changes
    WHERE changes.kind = 'article_new' AND changes.changed_at >= :since AND changes.changed_at < :until
    GROUP BY date_trunc('hour', changes.changed_at)
),

founded AS (
    SELECT date_trunc('hour', stories.first_published_at) AS hour, count(*) AS story_count
    FROM news.stories
    WHERE stories.first_published_at >= :since AND stories.first_published_at < :until
    GROUP BY date_trunc('hour', stories.first_published_at)
)

SELECT
    hours.hour,
    coalesce(delays.article_count, 0) AS article_count,
    coalesce(founded.story_count, 0) AS story_count,
    delays.delay_p50_s,
    delays.delay_p95_s
FROM
    generate_series(
        cast(:since AS timestamptz), cast(:until AS timestamptz) - interval '1 hour', interval '1 hour'
    ) AS hours (hour)
LEFT JOIN delays ON delays.hour = hours.hour
LEFT JOIN founded ON founded.hour = hours.hour
ORDER BY hours.hour
