-- One linker works at a time: held to the end of the transaction, also when the linker is killed.
-- Writes: nothing. Binds: none.
SELECT pg_advisory_xact_lock(4905870023)
