-- Note that a channel has been told of these alerts as they stood at ``state_at``.
-- Writes: raw.alerts. Binds: channel, rows (kind, item, state_at).
-- Idempotent: sets a value.
UPDATE raw.alerts SET told = alerts.told || jsonb_build_object(cast(:channel AS text), sent.state_at)
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS sent (kind text, item text, state_at timestamptz)
WHERE alerts.kind = sent.kind AND alerts.item = sent.item
