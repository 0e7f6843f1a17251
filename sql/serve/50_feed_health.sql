-- serve.feed_health: how each feed is doing, and how late it is.
-- Reads: raw.feeds, raw.entries, raw.pages, news.articles. Made anew by migrate when this file changes.
CREATE VIEW serve.feed_health AS
SELECT
    feeds.feed_id,
    feeds.url,
    feeds.title,
    feeds.publisher,
    feeds.category,
    feeds.language,
    feeds.feed_format,
    raw.feed_state(feeds) AS state,
    feeds.paused_reason,
    feeds.failure_count,
    feeds.last_failure,
    feeds.overflow_count,
    feeds.last_polled_at,
    feeds.last_success_at,
    feeds.last_new_at,
    feeds.next_poll_at,
    carried.entry_count,
    carried.article_count,
    carried.median_delay_s
FROM raw.feeds
LEFT JOIN LATERAL (
    SELECT
        count(*) AS entry_count,
        count(articles.article_id) AS article_count,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(EPOCH FROM entries.first_seen_at - entries.published_at)
        ) FILTER (WHERE entries.published_at IS NOT NULL) AS median_delay_s
    FROM raw.entries
    LEFT JOIN raw.pages ON pages.page_id = entries.page_id
    LEFT JOIN news.articles ON articles.article_id = pages.article_id
    WHERE entries.feed_id = feeds.feed_id
) AS carried ON true;
COMMENT ON VIEW serve.feed_health IS 'One row per feed: state, failures, rhythm, and how late it brings its news.';
COMMENT ON COLUMN serve.feed_health.state IS 'new, healthy, failing, paused or removed.';
COMMENT ON COLUMN serve.feed_health.entry_count IS 'Entries it has carried.';
COMMENT ON COLUMN serve.feed_health.article_count IS 'Of these, articles in the warehouse.';
COMMENT ON COLUMN serve.feed_health.median_delay_s IS 'Median seconds from publication, as the feed states it, to our first sight of the entry.';
