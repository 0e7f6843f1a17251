-- A row with each string of the table hostile in every field. Reads: hostile (place, id, value). Writes: raw, news.
CREATE TEMP TABLE hostile_story AS SELECT members.story_id FROM news.copies
JOIN news.members ON members.article_id = copies.original_id GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1;
INSERT INTO news.articles SELECT (jsonb_populate_record(one, jsonb_build_object(
    'article_id', hostile.id, 'title', hostile.value, 'body', hostile.value, 'publisher', hostile.value,
    'canonical_url', hostile.value, 'authors', jsonb_build_array(hostile.value), 'language', hostile.value,
    'sitename', hostile.value, 'section', hostile.value, 'keywords', jsonb_build_array(hostile.value),
    'flags', jsonb_build_array(hostile.value), 'published_from', hostile.value, 'reader_version', hostile.value,
    'image_url', hostile.value, 'published_at', one.published_at + hostile.place * interval '1 second'))).*
FROM hostile, news.articles AS one WHERE one.article_id = (SELECT article_id FROM news.articles ORDER BY article_id LIMIT 1);
INSERT INTO news.revisions SELECT (jsonb_populate_record(one, jsonb_build_object(
    'article_id', hostile.id, 'title', hostile.value, 'body', hostile.value))).*
FROM hostile, news.revisions AS one WHERE one.ctid = (SELECT ctid FROM news.revisions ORDER BY article_id LIMIT 1);
INSERT INTO news.features SELECT (jsonb_populate_record(one, jsonb_build_object('article_id', hostile.id))).*
FROM hostile, news.features AS one WHERE one.ctid = (SELECT ctid FROM news.features ORDER BY article_id LIMIT 1);
INSERT INTO news.changes (change_id, changed_at, batch_id, kind, article_id)
SELECT (SELECT max(change_id) FROM news.changes) + place,
    (SELECT max(changed_at) FROM news.changes), (SELECT max(batch_id) FROM raw.batches), 'article_new', id FROM hostile;
INSERT INTO news.members SELECT id, (SELECT story_id FROM hostile_story) FROM hostile WHERE place % 4 = 0;
INSERT INTO news.copies SELECT (jsonb_populate_record(one, jsonb_build_object('article_id', hostile.id))).*
FROM hostile, news.copies AS one WHERE one.ctid = (
    SELECT copies.ctid FROM news.copies JOIN news.members ON members.article_id = copies.original_id
    WHERE members.story_id = (SELECT story_id FROM hostile_story) ORDER BY copies.article_id LIMIT 1);
INSERT INTO news.stories SELECT (jsonb_populate_record(one, jsonb_build_object(
    'story_id', hostile.id, 'founder_id', hostile.id, 'lead_id', hostile.id, 'version', hostile.value))).*
FROM hostile, news.stories AS one WHERE one.story_id = (SELECT story_id FROM hostile_story);
INSERT INTO news.overrides (kind, article_id, other_id, decision_id, decided_by, decided_at, reason)
SELECT 'together', least(hostile.id, other.id), greatest(hostile.id, other.id), hostile.id, hostile.value, now(), hostile.value
FROM hostile, (SELECT id FROM hostile WHERE place = 4) AS other WHERE hostile.id <> other.id AND place % 40 = 0;
INSERT INTO raw.feeds (url, url_sha256, title, publisher, category, home_url, language, feed_format, added_at, next_poll_at,
    last_failure, failure_count, paused_reason, paused_at, schedule, previous_urls, last_polled_at)
SELECT value, sha256(convert_to(place || value, 'UTF8')), value, value, value, value, value, value, now(), now(),
    value, 1, CASE WHEN place % 2 = 0 THEN value END, CASE WHEN place % 2 = 0 THEN now() END,
    jsonb_build_object('why', value), ARRAY[value], now()
FROM hostile;
INSERT INTO raw.entries (feed_id, guid_sha256, guid, url, page_id, title, summary, flags, first_batch_id, first_seen_at, last_seen_at)
SELECT (SELECT min(feed_id) FROM raw.feeds), sha256(convert_to(place || value, 'UTF8')), value, value, id, value, value, ARRAY[value],
    (SELECT max(batch_id) FROM raw.batches), now(), now()
FROM hostile;
INSERT INTO raw.pages (page_id, url, host, first_seen_at, last_reason) SELECT id, value, value, now(), value FROM hostile;
INSERT INTO raw.fetches (batch_id, page_id, shard, outcome, reason, detail)
SELECT (SELECT max(batch_id) FROM raw.batches), id, 0, 'rejected', value, value FROM hostile;
INSERT INTO raw.polls (batch_id, feed_id, shard, outcome, reason, detail)
SELECT (SELECT max(batch_id) FROM raw.batches), feed_id, 0, 'rejected', title, title FROM raw.feeds
ON CONFLICT DO NOTHING;
INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT (SELECT max(batch_id) FROM raw.batches), 'fetch', sha256(convert_to(place || value, 'UTF8')), value, value, value, true,
    (SELECT max(interval_end) FROM raw.batches) FROM hostile;
INSERT INTO raw.actions (acted_at, actor, action, target, reason, result)
SELECT now(), value, CASE WHEN place % 2 = 0 THEN value ELSE 'feed_' || value END, value, value, value FROM hostile;
UPDATE raw.batches SET run_id = (SELECT value FROM hostile WHERE place = 1), reasons = (
    SELECT jsonb_object_agg('fetch:' || value, 1) FROM hostile WHERE place < 200);
INSERT INTO raw.batches (interval_start, interval_end, mode, run_id, state, opened_at)
SELECT now() - place * interval '1 minute', now() - place * interval '1 minute', 'live', value, 'open', now() - interval '1 day'
FROM hostile WHERE place < 60;
INSERT INTO raw.alerts (kind, item, summary, raised_at, seen_at, told)
SELECT (ARRAY['silent_feed', 'stale_outlet', 'stale_language', hostile.value])[1 + place % 4], hostile.value, hostile.value, now(), now(),
    jsonb_build_object(hostile.value, 'infinity') FROM hostile;
