-- What was taken down, so that no replay and no new capture brings it back.
-- Writes: raw.forgotten, a function in raw, a column of raw.snapshots. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE TABLE raw.forgotten (
    kind text NOT NULL CHECK (kind IN ('address', 'publisher')),
    key text NOT NULL,
    target text NOT NULL,
    why text NOT NULL,
    forgotten_by text NOT NULL,
    forgotten_at timestamptz NOT NULL,
    days date[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (kind, key)
);
COMMENT ON TABLE raw.forgotten IS 'Tombstones: what was taken down. Never deleted by newshouse; whoever deletes one lets it come back.';
COMMENT ON COLUMN raw.forgotten.kind IS 'address: an article or page by the id of its address; publisher: all of a registrable domain.';
COMMENT ON COLUMN raw.forgotten.key IS 'The id (the same as article_id and page_id), or the registrable domain.';
COMMENT ON COLUMN raw.forgotten.target IS 'What was asked for: an article id, an address, a publisher.';
COMMENT ON COLUMN raw.forgotten.why IS 'The reason, in the person''s words.';
COMMENT ON COLUMN raw.forgotten.forgotten_by IS 'Who did it.';
COMMENT ON COLUMN raw.forgotten.forgotten_at IS 'When.';
COMMENT ON COLUMN raw.forgotten.days IS 'Days (UTC) whose exported files held it or its story: to be exported anew.';

CREATE FUNCTION raw.is_forgotten(address uuid, publisher text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (
    SELECT FROM raw.forgotten AS gone
    WHERE (gone.kind = 'address' AND gone.key = address::text) OR (gone.kind = 'publisher' AND gone.key = publisher)
);
COMMENT ON FUNCTION raw.is_forgotten(uuid, text) IS 'Whether a page or article, or its whole publisher, was taken down.';

ALTER TABLE raw.snapshots ADD COLUMN forgotten text CHECK (forgotten IN ('due', 'done'));
CREATE INDEX snapshots_forgotten ON raw.snapshots (file) WHERE forgotten = 'due';
COMMENT ON COLUMN raw.snapshots.forgotten IS 'Taken down: due while the archive still has the bytes, done when it has them no more; null for all others.';
