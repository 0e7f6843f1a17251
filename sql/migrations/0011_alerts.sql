-- Alerts and what was told of them, and the audit's warnings.
-- Writes: raw.alerts, raw.warnings. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE TABLE raw.alerts (
    kind text NOT NULL,
    item text NOT NULL,
    summary text NOT NULL,
    raised_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    cleared_at timestamptz,
    told jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (kind, item)
);
COMMENT ON TABLE raw.alerts IS 'Conditions that somebody should know of: one row per kind and item, kept for a month after it is over.';
COMMENT ON COLUMN raw.alerts.kind IS 'Name of the condition: a file of sql/watch, or disk_low.';
COMMENT ON COLUMN raw.alerts.item IS 'What it is about: an address, a publisher, a language, a check; the kind itself where there is but one.';
COMMENT ON COLUMN raw.alerts.summary IS 'One line for a person, as of seen_at.';
COMMENT ON COLUMN raw.alerts.raised_at IS 'When it was first seen, this time.';
COMMENT ON COLUMN raw.alerts.seen_at IS 'When it was last seen.';
COMMENT ON COLUMN raw.alerts.cleared_at IS 'When it was first seen no more; null while it lasts.';
COMMENT ON COLUMN raw.alerts.told IS 'Channel: when its present state was told there.';

CREATE TABLE raw.warnings (
    batch_id bigint NOT NULL REFERENCES raw.batches,
    check_name text NOT NULL,
    item_count integer NOT NULL,
    examples text NOT NULL,
    PRIMARY KEY (batch_id, check_name)
);
COMMENT ON TABLE raw.warnings IS 'What the audit warned of in a batch that was published all the same.';
COMMENT ON COLUMN raw.warnings.batch_id IS 'The batch.';
COMMENT ON COLUMN raw.warnings.check_name IS 'A file of sql/checks.';
COMMENT ON COLUMN raw.warnings.item_count IS 'Rows it found.';
COMMENT ON COLUMN raw.warnings.examples IS 'Some of them.';
