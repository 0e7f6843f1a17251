-- serve.sightings: which feed carried which article, when first and last.
-- Reads: raw.entries, raw.pages, raw.feeds. Made anew by migrate when this file changes.
CREATE VIEW serve.sightings AS
SELECT
    seen.article_id,
    seen.feed_id,
    feeds.url AS feed_url,
    feeds.title AS feed_title,
    seen.first_seen_at,
    seen.last_seen_at
FROM (
    SELECT
        pages.article_id, entries.feed_id, min(entries.first_seen_at) AS first_seen_at,
        max(entries.last_seen_at) AS last_seen_at
    FROM raw.entries
    JOIN raw.pages ON pages.page_id = entries.page_id
    WHERE pages.article_id IS NOT NULL
    GROUP BY pages.article_id, entries.feed_id
) AS seen
JOIN raw.feeds ON feeds.feed_id = seen.feed_id;
COMMENT ON VIEW serve.sightings IS 'Which feed carried which article, when first and when last.';
COMMENT ON COLUMN serve.sightings.article_id IS 'The article.';
COMMENT ON COLUMN serve.sightings.feed_url IS 'Address of the feed.';
COMMENT ON COLUMN serve.sightings.feed_title IS 'Title of the feed.';
COMMENT ON COLUMN serve.sightings.first_seen_at IS 'When the feed first carried it.';
COMMENT ON COLUMN serve.sightings.last_seen_at IS 'When the feed last carried it.';
