-- Batches whose captures were all given up are known, since they can't be replayed; so are revisions that lost their text.
-- Writes: columns of raw.batches and news.revisions. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE raw.batches ADD COLUMN expired_at timestamptz;
COMMENT ON COLUMN raw.batches.expired_at IS 'When the last of its captures was given up for its age (NEWSHOUSE_KEEP_CAPTURES_DAYS): it can''t be replayed any more; null while it can.';
CREATE INDEX batches_expired ON raw.batches (interval_end) WHERE expired_at IS NOT NULL;

ALTER TABLE news.revisions ADD COLUMN text_expired_at timestamptz;
COMMENT ON COLUMN news.revisions.text_expired_at IS 'When the text of this superseded revision was given up for its age (NEWSHOUSE_KEEP_REVISIONS_DAYS) and body emptied; null while it is there.';
