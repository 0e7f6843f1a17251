-- One batch publishes at a time: held to the end of the transaction. Changes are numbered in commit order under it.
-- Writes: nothing. Binds: none.
SELECT pg_advisory_xact_lock(4905870022)
