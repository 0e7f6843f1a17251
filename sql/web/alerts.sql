-- Conditions that somebody should know of, as the DAG watch saw them, the newest first; channels: who was told its present state, null for nobody.
-- Reads: raw.alerts. Binds: kind, item (each null for all), state (holds, over; null for both), after_time, after_kind, after_item, row_limit.
SELECT
    alerts.kind, alerts.item, alerts.summary, alerts.raised_at, alerts.seen_at, alerts.cleared_at,
    (
        SELECT string_agg(told.channel, ', ' ORDER BY told.channel)
        FROM jsonb_each_text(alerts.told) AS told (channel, state_at)
        WHERE cast(told.state_at AS timestamptz) >= coalesce(alerts.cleared_at, alerts.raised_at)
    ) AS channels
FROM raw.alerts
WHERE
    (cast(:kind AS text) IS NULL OR alerts.kind = :kind)
    AND (cast(:item AS text) IS NULL OR alerts.item = :item)
    AND (cast(:state AS text) IS NULL OR (alerts.cleared_at IS NULL) = (cast(:state AS text) = 'holds'))
    AND (
        cast(:after_time AS timestamptz) IS NULL
        OR (alerts.raised_at, alerts.kind, alerts.item)
        < (cast(:after_time AS timestamptz), cast(:after_kind AS text), cast(:after_item AS text))
    )
ORDER BY alerts.raised_at DESC, alerts.kind DESC, alerts.item DESC
LIMIT :row_limit
