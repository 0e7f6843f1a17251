-- Mark what is taken down: the pages' captures, the feed documents that carried their entries (all of a publisher's feeds),
-- and captures of the very same bytes that lie in the same file and only refer to these.
-- Writes: raw.snapshots. Reads: raw.readings, raw.entries, raw.feeds, news.articles, news.revisions. Binds: ids, publisher.
-- Idempotent: what is marked stays as it is.
WITH doomed AS (
    SELECT page.snapshot_id FROM raw.snapshots AS page WHERE page.page_id = any(cast(:ids AS uuid[]))
    UNION
    SELECT reading.snapshot_id FROM raw.readings AS reading
    WHERE
        reading.article_id = any(cast(:ids AS uuid[])) OR reading.published_article_id = any(cast(:ids AS uuid[]))
    UNION
    SELECT article.snapshot_id FROM news.articles AS article WHERE article.article_id = any(cast(:ids AS uuid[]))
    UNION
    SELECT revision.snapshot_id FROM news.revisions AS revision WHERE revision.article_id = any(cast(:ids AS uuid[]))
    UNION
    SELECT document.snapshot_id
    FROM raw.entries
    JOIN raw.snapshots AS document ON document.kind = 'feed' AND document.feed_id = entries.feed_id
    WHERE
        entries.page_id = any(cast(:ids AS uuid[]))
        AND document.fetched_at BETWEEN entries.first_seen_at AND entries.last_seen_at
    UNION
    SELECT document.snapshot_id
    FROM raw.feeds
    JOIN raw.snapshots AS document ON document.kind = 'feed' AND document.feed_id = feeds.feed_id
    WHERE feeds.publisher = cast(:publisher AS text)
)

UPDATE raw.snapshots
SET forgotten = 'due'
FROM doomed
JOIN raw.snapshots AS own ON own.snapshot_id = doomed.snapshot_id
WHERE
    snapshots.batch_id = own.batch_id AND snapshots.kind = own.kind AND snapshots.file = own.file
    AND snapshots.payload_sha256 = own.payload_sha256 AND snapshots.forgotten IS NULL
RETURNING snapshots.snapshot_id, snapshots.kind
