-- Feeds as they were when a batch was published. A batch without a ledger knows little of them: it adds, and changes nothing.
-- Writes: raw.feeds. Binds: rows (JSON array), is_ledger.
-- Idempotent: values.
INSERT INTO raw.feeds (
    feed_id, url, url_sha256, title, publisher, category, home_url, language, feed_format, hub_url, self_url, ttl_s,
    update_period_s, added_at, removed_at, paused_reason, paused_at, next_poll_at, last_polled_at, last_success_at,
    last_changed_at, last_new_at, etag, last_modified, body_sha256, schedule, failure_count, last_failure,
    overflow_count, previous_urls
)
OVERRIDING SYSTEM VALUE
SELECT
    told.feed_id, told.url, sha256(convert_to(told.url, 'UTF8')), told.title, told.publisher, told.category,
    told.home_url, told.language, told.feed_format, told.hub_url, told.self_url, told.ttl_s, told.update_period_s,
    told.added_at, told.removed_at, told.paused_reason, told.paused_at, told.next_poll_at, told.last_polled_at,
    told.last_success_at, told.last_changed_at, told.last_new_at, told.etag, told.last_modified, told.body_sha256,
    told.schedule, told.failure_count, told.last_failure, told.overflow_count, told.previous_urls
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            feed_id bigint, url text, title text, publisher text, category text, home_url text, language text,
            feed_format text, hub_url text, self_url text, ttl_s integer, update_period_s integer,
            added_at timestamptz, removed_at timestamptz, paused_reason text, paused_at timestamptz,
            next_poll_at timestamptz, last_polled_at timestamptz, last_success_at timestamptz,
            last_changed_at timestamptz, last_new_at timestamptz, etag text, last_modified text, body_sha256 bytea,
            schedule jsonb, failure_count integer, last_failure text, overflow_count integer, previous_urls text[]
        )
ORDER BY told.feed_id
ON CONFLICT (feed_id) DO UPDATE
    SET
        url = excluded.url, url_sha256 = excluded.url_sha256, title = excluded.title, publisher = excluded.publisher,
        category = excluded.category, home_url = excluded.home_url, language = excluded.language,
        feed_format = excluded.feed_format, hub_url = excluded.hub_url, self_url = excluded.self_url,
        ttl_s = excluded.ttl_s, update_period_s = excluded.update_period_s, added_at = excluded.added_at,
        removed_at = excluded.removed_at, paused_reason = excluded.paused_reason, paused_at = excluded.paused_at,
        next_poll_at = excluded.next_poll_at, last_polled_at = excluded.last_polled_at,
        last_success_at = excluded.last_success_at, last_changed_at = excluded.last_changed_at,
        last_new_at = excluded.last_new_at, etag = excluded.etag, last_modified = excluded.last_modified,
        body_sha256 = excluded.body_sha256, schedule = excluded.schedule, failure_count = excluded.failure_count,
        last_failure = excluded.last_failure, overflow_count = excluded.overflow_count,
        previous_urls = excluded.previous_urls
    WHERE :is_ledger
