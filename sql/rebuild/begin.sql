-- Begin a rebuild: no other run may open a batch from now on.
-- Writes: raw.rebuilds. Binds: run_id, archive_url, now.
-- Idempotent: one that has begun goes on.
INSERT INTO raw.rebuilds (run_id, archive_url, began_at)
VALUES (:run_id, :archive_url, :now)
ON CONFLICT (only_row) DO NOTHING
