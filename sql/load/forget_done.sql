-- Note that an archive file has what was taken down no more.
-- Writes: raw.snapshots. Binds: file.
-- Idempotent: values.
UPDATE raw.snapshots SET forgotten = 'done' WHERE file = :file AND forgotten = 'due'
