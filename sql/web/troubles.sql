-- What is red and why, worst first: late and stuck batches, own outages, alerts of the DAG watch by kind,
-- failing feeds by their reason, paused feeds. late_batch and own_outage stand there in their own right already.
-- Reads: raw.batches, raw.feeds, raw.alerts. Binds: now, row_limit.
SELECT trouble.severity, trouble.kind, trouble.what, trouble.item_count, trouble.since, trouble.batch_id, trouble.alert_kind
FROM (
    SELECT
        1 AS severity, 'late' AS kind, 'no batch was published for more than half an hour' AS what,
        cast(NULL AS bigint) AS item_count, max(batches.interval_end) AS since,
        cast(NULL AS bigint) AS batch_id, cast(NULL AS text) AS alert_kind
    FROM raw.batches
    WHERE batches.state = 'published'
    HAVING max(batches.interval_end) < cast(:now AS timestamptz) - interval '30 minutes'
    UNION ALL
    SELECT
        2, 'stuck', 'opened more than an hour ago and not published: ' || batches.run_id, NULL, batches.opened_at,
        batches.batch_id, NULL
    FROM raw.batches
    WHERE
        batches.state = 'open' AND batches.opened_at < cast(:now AS timestamptz) - interval '1 hour'
        AND batches.interval_end > cast(:now AS timestamptz) - interval '7 days'
    UNION ALL
    SELECT
        3, 'outage', 'our own network failed: nearly every host was out of reach', NULL, batches.interval_end,
        batches.batch_id, NULL
    FROM raw.batches
    WHERE batches.own_outage AND batches.interval_end > cast(:now AS timestamptz) - interval '1 day'
    UNION ALL
    SELECT
        4, 'alert', alerts.kind || ', such as ' || min(alerts.item || ': ' || alerts.summary), count(*),
        min(alerts.raised_at), NULL, alerts.kind
    FROM raw.alerts
    WHERE alerts.cleared_at IS NULL AND alerts.kind NOT IN ('late_batch', 'own_outage')
    GROUP BY alerts.kind
    UNION ALL
    SELECT
        5, 'failing', coalesce(feeds.last_failure, 'unknown'), count(*),
        min(coalesce(feeds.last_success_at, feeds.added_at)), NULL, NULL
    FROM raw.feeds
    WHERE feeds.removed_at IS NULL AND feeds.paused_at IS NULL AND feeds.failure_count > 0
    GROUP BY coalesce(feeds.last_failure, 'unknown')
    UNION ALL
    SELECT 6, 'paused', coalesce(feeds.paused_reason, 'no reason given'), count(*), min(feeds.paused_at), NULL, NULL
    FROM raw.feeds
    WHERE feeds.removed_at IS NULL AND feeds.paused_at IS NOT NULL
    GROUP BY coalesce(feeds.paused_reason, 'no reason given')
) AS trouble
ORDER BY trouble.severity, trouble.item_count DESC NULLS LAST, trouble.since DESC, trouble.what
LIMIT :row_limit
