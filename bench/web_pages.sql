-- A warehouse as large as the pages must answer over: {articles} articles in 30 days, {feeds} feeds, 2,880 batches.
-- Bodies are of 30,000 words, the k-th as frequent as 1 / k, as in any language. Reads: what it wrote. Writes: raw, news. Not idempotent: for an empty, migrated warehouse.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET work_mem = '256MB';
INSERT INTO raw.batches (
    interval_start, interval_end, mode, run_id, state, opened_at, published_at, publish_count, feeds_due, feeds_ok, entries_seen,
    entries_new, pages_due, pages_ok, articles_due, articles_new, reasons
)
SELECT
    at, at + interval '15 min', 'live', 'scheduled__' || n, 'published', at, at + interval '17 min', 1, 3000, 3000, 400, 350, 350, 350,
    350, 350, '{{"fetch:http_404": 30}}'
FROM generate_series(1, 2880) AS n
CROSS JOIN LATERAL (SELECT now() - (2881 - n) * interval '15 min' AS at) AS moments;
INSERT INTO raw.feeds (
    url, url_sha256, title, publisher, added_at, next_poll_at, last_polled_at, last_success_at, last_new_at, failure_count,
    last_failure, overflow_count, paused_at, paused_reason
)
SELECT
    format('https://outlet%s.example/feed', n), sha256(n::text::bytea), 'Feed ' || n, format('outlet%s.example', n % 2000), now(),
    now() + n % 900 * interval '1 s', now(), now() - n % 90 * interval '1 h', now() - n % 70 * interval '1 h',
    CASE WHEN n % 20 = 0 THEN n % 7 + 1 ELSE 0 END, CASE WHEN n % 20 = 0 THEN 'http_' || 400 + n % 100 END, n % 5,
    CASE WHEN n % 50 = 1 THEN now() END, CASE WHEN n % 50 = 1 THEN 'gone' END
FROM generate_series(1, {feeds}) AS n;
CREATE TEMP TABLE told AS
SELECT
    n, md5('article' || n)::uuid AS article_id, 1 + (n - 1) * 2880::bigint / {articles} AS batch_id,
    now() - ({articles} - n) * interval '30 days' / {articles} AS at,
    md5('story' || CASE WHEN n % 1000 < 150 THEN n / 1000 * 1000 ELSE n / 3 * 3 END)::uuid AS story_id,
    format('outlet%s.example', floor(2000 * power(random(), 3))) AS publisher,
    (ARRAY['en', 'en', 'en', 'en', 'de', 'de', 'es', 'es', 'fr', 'ru', 'zh-Hans'])[1 + n % 11] AS usual_language, n % 997 = 0 AS is_rare
FROM generate_series(1, {articles}) AS n;
INSERT INTO news.articles (
    article_id, publisher, canonical_url, title, body, authors, language, language_confidence, declared_languages, keywords,
    reservations, flags, published_at, published_from, first_seen_at, captured_at, content_sha256, batch_id, snapshot_id, reader_version
)
SELECT
    article_id, publisher, format('https://%s/%s', publisher, n), 'Headline ' || md5(n::text) || ' of the day',
    (SELECT string_agg('word' || floor(exp(random() * 10.3)), ' ') FROM generate_series(1, 60 + 0 * n)), '{{}}', CASE WHEN is_rare THEN 'th' ELSE usual_language END, 1, '{{}}', '{{}}', '{{}}', '{{}}',
    at - n % 300 * interval '1 min', 'page', at, at, decode(md5(n::text), 'hex'), batch_id, n, 'invented'
FROM told;
INSERT INTO raw.snapshots (batch_id, kind, page_id, url, final_url, status, fetched_at, file, file_offset, length, payload_sha256)
SELECT batch_id, 'page', article_id, format('https://%s/%s', publisher, n), '', 200, at, 'none.warc.gz', n, 20000, '' FROM told ORDER BY n;
INSERT INTO raw.pages (page_id, url, host, article_id, first_seen_at, capture_count, first_captured_at, last_captured_at)
SELECT article_id, format('https://%s/%s', publisher, n), publisher, article_id, at, 1, at, at FROM told;
INSERT INTO raw.entries (
    feed_id, guid_sha256, guid, url, page_id, title, published_at, first_batch_id, first_seen_at, last_seen_at
)
SELECT
    1 + (n::bigint * 7919 + copy * 13) % {feeds}, decode(md5(n::text), 'hex'), n, format('https://%s/%s', publisher, n), article_id,
    'Headline ' || n, at - n % 300 * interval '1 min', batch_id, at, at + interval '1 day'
FROM told
CROSS JOIN generate_series(1, 2) AS copy
WHERE copy = 1 OR n % 10 = 0;
INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT
    batch_id, 'fetch', decode(md5(n::text), 'hex'), format('https://%s/%s', publisher, n),
    (ARRAY['http_404', 'robots', 'timeout'])[1 + n % 3], 'invented', n % 3 = 2, at
FROM told
WHERE n % 11 = 0;
INSERT INTO raw.polls (batch_id, feed_id, shard, outcome, polled_at, status, elapsed_s, entry_count, new_count)
SELECT chosen.batch_id, feeds.feed_id, 0, 'ok', now(), 200, 0.2, 30, 3
FROM (SELECT batch_id FROM raw.batches ORDER BY batch_id DESC LIMIT 50 OFFSET 970) AS chosen
CROSS JOIN raw.feeds;
INSERT INTO raw.fetches (batch_id, page_id, shard, outcome, reason, fetched_at, status, elapsed_s)
SELECT batch_id, article_id, 0, CASE WHEN n % 11 = 0 THEN 'rejected' ELSE 'ok' END, 'http_404', at, 200, 0.2 FROM told;
INSERT INTO raw.readings (batch_id, snapshot_id, shard, outcome, article_id) SELECT batch_id, n, 0, 'ok', article_id FROM told;
INSERT INTO news.members (article_id, story_id) SELECT article_id, story_id FROM told;
INSERT INTO news.stories (
    story_id, founder_id, lead_id, article_count, publisher_count, language_count, first_published_at, last_published_at, version
)
SELECT
    story_id, (array_agg(article_id ORDER BY n))[1], (array_agg(article_id ORDER BY n))[1], count(*), count(DISTINCT publisher),
    count(DISTINCT usual_language), min(at - n % 300 * interval '1 min'), max(at - n % 300 * interval '1 min'), 'invented'
FROM told
GROUP BY story_id;
INSERT INTO news.copies (article_id, original_id, kind, similarity, direction, shared_count, same_publisher, version)
SELECT article_id, first_value(article_id) OVER (PARTITION BY story_id ORDER BY n), 'near', 0.9, 'same', 50, false, 'invented'
FROM told
WHERE n % 3 > 0;
INSERT INTO news.revisions (
    article_id, content_sha256, captured_at, title, body, authors, language, flags, batch_id, snapshot_id, reader_version
)
SELECT article_id, content_sha256, captured_at, title, '', authors, language, flags, batch_id, snapshot_id, reader_version
FROM news.articles;
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id, delay_s)
SELECT
    n, at + interval '3 min', batch_id, CASE WHEN n % 20 = 0 THEN 'article_revised' ELSE 'article_new' END, article_id,
    CASE WHEN n % 20 > 0 THEN (n % 300 + 3) * 60 END
FROM told;
SET session_replication_role = DEFAULT
