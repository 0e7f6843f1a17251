-- Alerts whose present state a channel was not told yet: raised, or over. What has been over for a day is no news.
-- Reads: raw.alerts. Binds: now, channel.
SELECT
    alerts.kind, alerts.item, alerts.summary, alerts.raised_at, alerts.cleared_at,
    coalesce(alerts.cleared_at, alerts.raised_at) AS state_at
FROM raw.alerts
WHERE
    coalesce(cast(alerts.told ->> :channel AS timestamptz), '-infinity') < coalesce(alerts.cleared_at, alerts.raised_at)
    AND (alerts.cleared_at IS NULL OR alerts.cleared_at > cast(:now AS timestamptz) - interval '1 day')
ORDER BY alerts.cleared_at IS NOT NULL, alerts.kind, alerts.item
