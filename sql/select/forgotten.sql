-- The tombstones.
-- Reads: raw.forgotten. Binds: none.
SELECT forgotten.kind, forgotten.key, forgotten.days FROM raw.forgotten
