-- All that a warehouse holds beside the articles and who is in which story, made of these.
-- Reads: news.articles, news.members; the setting bench.feeds, how many feeds there are. Writes: raw.*, news.revisions, copies,
-- stories, aliases, changes. Binds: none. Not idempotent: for a warehouse that bench/warehouse_rows.py has just filled.
INSERT INTO raw.batches (
    interval_start, interval_end, mode, run_id, state, opened_at, published_at, publish_count, feeds_due, feeds_ok, entries_seen,
    entries_new, pages_due, pages_ok, articles_due, articles_new, reasons
)
SELECT
    at, at + interval '15 min', 'live', 'run', 'published', at, at + interval '17 min', 1, 3000, 3000, 400, 350, 350, 350, 350, 350,
    '{"fetch:http_404": 30}'
FROM generate_series(now() - interval '30 days', now() - interval '15 min', interval '15 min') AS at;
INSERT INTO raw.feeds (
    url, url_sha256, title, publisher, added_at, next_poll_at, last_polled_at, last_success_at, last_new_at, failure_count,
    last_failure, overflow_count, paused_at, paused_reason
)
SELECT
    format('https://outlet%s.example/feed%s', n % 2000, n / 2000), sha256(n::text::bytea), 'Feed ' || n,
    format('outlet%s.example', n % 2000), now(), now() + n % 900 * interval '1 s', now(), now() - n % 90 * interval '1 h',
    now() - n % 70 * interval '1 h', CASE WHEN n % 50 = 0 THEN n % 7 + 1 ELSE 0 END,
    CASE WHEN n % 50 = 0 THEN 'http_' || 400 + n % 100 END, n % 5, CASE WHEN n % 50 = 1 THEN now() END,
    CASE WHEN n % 50 = 1 THEN 'gone' END
FROM generate_series(1, current_setting('bench.feeds')::integer) AS n;
INSERT INTO raw.snapshots (batch_id, kind, page_id, url, final_url, status, fetched_at, file, file_offset, length, payload_sha256)
SELECT
    batch_id, 'page', article_id, canonical_url, canonical_url, 200, captured_at,
    format('2026/01/01/batch%s-fetch000-0123456789ab.warc.gz', batch_id), snapshot_id, 20000, content_sha256
FROM news.articles;
INSERT INTO raw.pages (page_id, url, host, article_id, first_seen_at, capture_count, first_captured_at, last_captured_at)
SELECT article_id, canonical_url, publisher, article_id, first_seen_at, 1, captured_at, captured_at FROM news.articles;
INSERT INTO raw.entries (
    feed_id, guid_sha256, guid, url, page_id, title, summary, published_at, first_batch_id, first_seen_at, last_seen_at
)
SELECT
    1 + (snapshot_id * 7919 + copy * 13) % current_setting('bench.feeds')::integer, content_sha256, canonical_url, canonical_url, article_id, title, left(body, 200),
    published_at, batch_id, first_seen_at, first_seen_at + interval '1 day'
FROM news.articles
CROSS JOIN generate_series(1, 2) AS copy
WHERE copy = 1 OR snapshot_id % 10 = 0;
INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT
    batch_id, 'fetch', content_sha256, canonical_url, (ARRAY['http_404', 'robots', 'timeout'])[1 + snapshot_id % 3], 'invented',
    snapshot_id % 3 = 2, captured_at
FROM news.articles
WHERE snapshot_id % 20 = 0;
INSERT INTO raw.polls (batch_id, feed_id, shard, outcome, polled_at, status, elapsed_s, entry_count, new_count)
SELECT chosen.batch_id, feeds.feed_id, 0, 'ok', now(), 200, 0.2, 30, 3
FROM (SELECT batch_id FROM raw.batches ORDER BY batch_id DESC LIMIT 50 OFFSET 970) AS chosen
CROSS JOIN raw.feeds;
INSERT INTO raw.fetches (batch_id, page_id, shard, outcome, reason, fetched_at, status, elapsed_s)
SELECT
    batch_id, article_id, 0, CASE WHEN snapshot_id % 20 = 0 THEN 'rejected' ELSE 'ok' END, 'http_404', captured_at, 200, 0.2
FROM news.articles;
INSERT INTO raw.readings (batch_id, snapshot_id, shard, outcome, article_id)
SELECT batch_id, snapshot_id, 0, 'ok', article_id FROM news.articles;
INSERT INTO news.revisions (
    article_id, content_sha256, captured_at, title, body, authors, language, flags, batch_id, snapshot_id, reader_version
)
SELECT
    article_id, sha256(content_sha256 || revision::text::bytea), captured_at + revision * interval '2 h',
    title || repeat(' (corrected)', revision), body, authors, language, flags, batch_id, snapshot_id, reader_version
FROM news.articles
CROSS JOIN generate_series(0, 1) AS revision
WHERE revision = 0 OR snapshot_id % 20 = 0;
INSERT INTO news.copies (article_id, original_id, kind, similarity, direction, shared_count, same_publisher, version)
SELECT article_id, original_id, 'near', 0.9, 'same', 50, false, 'invented'
FROM (
    SELECT
        articles.article_id, articles.snapshot_id,
        first_value(articles.article_id) OVER (PARTITION BY members.story_id ORDER BY articles.published_at) AS original_id
    FROM news.articles
    JOIN news.members ON members.article_id = articles.article_id
) AS told
WHERE original_id <> article_id AND snapshot_id % 3 = 0;
INSERT INTO news.stories (
    story_id, founder_id, lead_id, article_count, publisher_count, language_count, first_published_at, last_published_at, version,
    languages, copy_count, first_seen_at
)
SELECT
    members.story_id, (array_agg(articles.article_id ORDER BY articles.published_at))[1],
    (array_agg(articles.article_id ORDER BY articles.published_at))[1], count(*), count(DISTINCT articles.publisher),
    count(DISTINCT articles.language), min(articles.published_at), max(articles.published_at), 'invented',
    array_agg(DISTINCT articles.language), count(copies.article_id), min(articles.first_seen_at)
FROM news.members
JOIN news.articles ON articles.article_id = members.article_id
LEFT JOIN news.copies ON copies.article_id = articles.article_id
GROUP BY members.story_id;
INSERT INTO news.aliases (alias_id, founder_id, story_id)
SELECT md5(story_id::text)::uuid, founder_id, story_id FROM news.stories WHERE article_count > 20;
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id, delay_s)
SELECT
    row_number() OVER (ORDER BY revisions.captured_at, revisions.article_id), revisions.captured_at, revisions.batch_id,
    CASE WHEN revisions.captured_at = articles.captured_at THEN 'article_new' ELSE 'article_revised' END, revisions.article_id,
    CASE WHEN revisions.captured_at = articles.captured_at THEN (articles.snapshot_id % 300 + 3) * 60 END
FROM news.revisions
JOIN news.articles ON articles.article_id = revisions.article_id;
