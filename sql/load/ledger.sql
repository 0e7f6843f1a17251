-- Note a file of the archive that holds books.
-- Writes: raw.ledgers. Binds: file, batch_id (null: of none), change_id, decisions_md5 (null: as before).
-- Idempotent: one row per file.
INSERT INTO raw.ledgers (file, batch_id, change_id, decisions_md5)
SELECT
    :file, cast(:batch_id AS bigint),
    coalesce(cast(:change_id AS bigint), (SELECT max(known.change_id) FROM raw.ledgers AS known), 0),
    coalesce(
        cast(:decisions_md5 AS text),
        (SELECT known.decisions_md5 FROM raw.ledgers AS known ORDER BY known.ledger_id DESC LIMIT 1), ''
    )
ON CONFLICT (file) DO NOTHING
