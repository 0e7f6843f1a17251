-- What the archive holds of the books, so that a lost warehouse is rebuilt from the archive alone.
-- Writes: raw.ledgers, raw.rebuilds. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE TABLE raw.ledgers (
    ledger_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file text NOT NULL UNIQUE,
    batch_id bigint REFERENCES raw.batches,
    change_id bigint NOT NULL,
    decisions_md5 text NOT NULL
);
CREATE INDEX ledgers_batch ON raw.ledgers (batch_id);
COMMENT ON TABLE raw.ledgers IS 'Files of the archive that hold books, people''s decisions and take-downs instead of captures.';
COMMENT ON COLUMN raw.ledgers.ledger_id IS 'Number of the ledger, in the order of writing.';
COMMENT ON COLUMN raw.ledgers.file IS 'WARC file, relative to the archive''s root.';
COMMENT ON COLUMN raw.ledgers.batch_id IS 'Batch whose books it holds; null where it holds others'' only.';
COMMENT ON COLUMN raw.ledgers.change_id IS 'Story ids retired up to this change are in this or an earlier ledger.';
COMMENT ON COLUMN raw.ledgers.decisions_md5 IS 'md5 of people''s decisions as this or an earlier ledger holds them.';

CREATE TABLE raw.rebuilds (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    run_id text NOT NULL,
    archive_url text NOT NULL,
    began_at timestamptz NOT NULL,
    finished_at timestamptz
);
COMMENT ON TABLE raw.rebuilds IS 'The rebuild from the archive that this warehouse came from, if it did. While it is not finished no other run may open a batch.';
COMMENT ON COLUMN raw.rebuilds.only_row IS 'Always true: keeps the table at one row.';
COMMENT ON COLUMN raw.rebuilds.run_id IS 'The run that opens its batches.';
COMMENT ON COLUMN raw.rebuilds.archive_url IS 'The archive.';
COMMENT ON COLUMN raw.rebuilds.began_at IS 'When it began.';
COMMENT ON COLUMN raw.rebuilds.finished_at IS 'When it was finished; null while it is not.';
