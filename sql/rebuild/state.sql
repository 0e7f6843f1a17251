-- What is in the warehouse before a rebuild, and the rebuild that it came from, if it did.
-- Reads: raw.rebuilds, raw.batches, raw.feeds, news.articles. Binds: none.
SELECT
    (SELECT count(*) FROM raw.batches) AS batch_count,
    (SELECT count(*) FROM raw.feeds) AS feed_count,
    (SELECT count(*) FROM news.articles) AS article_count,
    rebuilds.run_id,
    rebuilds.archive_url,
    rebuilds.finished_at
FROM (SELECT 1) AS always
LEFT JOIN raw.rebuilds ON true
