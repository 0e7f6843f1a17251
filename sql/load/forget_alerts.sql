-- Forget alerts that have been over for a month.
-- Writes: raw.alerts. Binds: now.
-- Idempotent: deletes.
DELETE FROM raw.alerts WHERE alerts.cleared_at < cast(:now AS timestamptz) - interval '30 days'
