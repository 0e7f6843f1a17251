-- Let another rebuild begin.
-- Reads: nothing. Binds: none.
SELECT pg_advisory_unlock(4905870025)
