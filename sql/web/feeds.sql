-- Feeds with their state, filtered, in a chosen order; a page of them with what each brought in the last week.
-- Reads: raw.feeds, raw.entries. Binds: now, state, publisher, failure, q (each null for all), sort, after_key, after_text, after_id, row_limit.
WITH states AS (
    SELECT
        feeds.*,
        raw.feed_state(feeds) AS state
    FROM raw.feeds
),

sorted AS (
    SELECT
        states.*,
        CASE cast(:sort AS text)
            WHEN 'next' THEN extract(EPOCH FROM states.next_poll_at)
            WHEN 'success' THEN coalesce(extract(EPOCH FROM states.last_success_at), 0)
            WHEN 'quiet' THEN coalesce(extract(EPOCH FROM states.last_new_at), 0)
            WHEN 'failures' THEN -states.failure_count
            WHEN 'overflow' THEN -states.overflow_count
            WHEN 'added' THEN -extract(EPOCH FROM states.added_at)
            ELSE 0
        END AS sort_key,
        states.publisher || ' ' || states.url AS sort_text
    FROM states
    WHERE
        (states.state = :state OR (cast(:state AS text) IS NULL AND states.state <> 'removed'))
        AND (cast(:publisher AS text) IS NULL OR states.publisher = :publisher)
        AND (cast(:failure AS text) IS NULL OR coalesce(states.last_failure, 'unknown') = :failure)
        AND (
            cast(:q AS text) IS NULL
            OR strpos(lower(concat_ws(' ', states.url, states.title, states.publisher, states.category)), lower(:q)) > 0
        )
),

page AS (
    SELECT *
    FROM sorted
    WHERE
        cast(:after_id AS bigint) IS NULL
        OR (sorted.sort_key, sorted.sort_text, sorted.feed_id)
        > (cast(:after_key AS numeric), cast(:after_text AS text), cast(:after_id AS bigint))
    ORDER BY sorted.sort_key, sorted.sort_text, sorted.feed_id
    LIMIT :row_limit
)

SELECT
    page.feed_id, page.url, page.title, page.publisher, page.category, page.language, page.feed_format, page.state,
    page.paused_reason, page.failure_count, page.last_failure, page.overflow_count, page.last_polled_at,
    page.last_success_at, page.last_new_at, page.next_poll_at,
    extract(EPOCH FROM page.next_poll_at - page.last_polled_at) AS rhythm_s,
    page.schedule ->> 'why' AS rhythm_why,
    week.new_count, week.delay_p50_s, week.delay_p95_s,
    page.sort_key, page.sort_text
FROM page
LEFT JOIN LATERAL (
    SELECT
        count(*) AS new_count,
        percentile_disc(0.5) WITHIN GROUP (
            ORDER BY extract(EPOCH FROM entries.first_seen_at - entries.published_at)
        ) FILTER (WHERE entries.published_at IS NOT NULL) AS delay_p50_s,
        percentile_disc(0.95) WITHIN GROUP (
            ORDER BY extract(EPOCH FROM entries.first_seen_at - entries.published_at)
        ) FILTER (WHERE entries.published_at IS NOT NULL) AS delay_p95_s
    FROM raw.entries
    WHERE
        entries.feed_id = page.feed_id
        AND entries.first_seen_at > cast(:now AS timestamptz) - interval '7 days'
        AND entries.first_seen_at <= :now
) AS week ON true
ORDER BY page.sort_key, page.sort_text, page.feed_id
