-- One rebuild at a time: false where another has the lock, which is the connection's.
-- Reads: nothing. Binds: none.
SELECT pg_try_advisory_lock(4905870025) AS is_mine
