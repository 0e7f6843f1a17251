-- What was taken down.
-- Writes: raw.forgotten. Binds: rows (JSON array).
-- Idempotent: one row per tombstone.
INSERT INTO raw.forgotten (kind, key, target, why, forgotten_by, forgotten_at, days)
SELECT told.kind, told.key, told.target, told.why, told.forgotten_by, told.forgotten_at, told.days
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            kind text, key text, target text, why text, forgotten_by text, forgotten_at timestamptz, days date[]
        )
ORDER BY told.kind, told.key
ON CONFLICT (kind, key) DO NOTHING
