-- What polls taught about feeds, and when to ask again. Null keeps what was known of a document.
-- Writes: raw.feeds. Binds: rows (JSON array).
-- Idempotent: values, not increments, but for overflow_count (a poll is answered once).
UPDATE raw.feeds
SET
    last_polled_at = learnt.polled_at,
    last_success_at = CASE
        WHEN learnt.outcome IN ('ok', 'unchanged') THEN learnt.polled_at ELSE feeds.last_success_at
    END,
    last_changed_at = CASE WHEN learnt.outcome = 'ok' THEN learnt.polled_at ELSE feeds.last_changed_at END,
    last_new_at = CASE WHEN learnt.new_count > 0 THEN learnt.polled_at ELSE feeds.last_new_at END,
    etag = learnt.etag, last_modified = learnt.last_modified, body_sha256 = decode(learnt.body_sha256, 'hex'),
    failure_count = learnt.failure_count, last_failure = learnt.last_failure, schedule = learnt.schedule,
    next_poll_at = learnt.next_poll_at,
    overflow_count = feeds.overflow_count + CASE WHEN learnt.overflow THEN 1 ELSE 0 END,
    paused_at = CASE
        WHEN learnt.paused_reason IS NULL THEN feeds.paused_at ELSE coalesce(feeds.paused_at, learnt.polled_at)
    END,
    paused_reason = coalesce(learnt.paused_reason, feeds.paused_reason),
    title = coalesce(learnt.title, feeds.title), home_url = coalesce(learnt.home_url, feeds.home_url),
    language = coalesce(learnt.language, feeds.language),
    feed_format = coalesce(learnt.feed_format, feeds.feed_format),
    hub_url = coalesce(learnt.hub_url, feeds.hub_url), self_url = coalesce(learnt.self_url, feeds.self_url),
    ttl_s = coalesce(learnt.ttl_s, feeds.ttl_s),
    update_period_s = coalesce(learnt.update_period_s, feeds.update_period_s)
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS learnt (
            feed_id bigint, polled_at timestamptz, outcome text, new_count integer, etag text, last_modified text,
            body_sha256 text, failure_count integer, last_failure text, schedule jsonb, next_poll_at timestamptz,
            overflow boolean, paused_reason text, title text, home_url text, language text, feed_format text, hub_url text,
            self_url text, ttl_s integer, update_period_s integer
        )
WHERE feeds.feed_id = learnt.feed_id
