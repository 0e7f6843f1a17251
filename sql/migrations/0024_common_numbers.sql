-- What many articles have in common lies by time in the candidate index, so that its nearest are found without the rest.
-- Writes: columns of news.posting_periods; rows that are too long divide when they are next added to. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE news.posting_periods
ADD COLUMN common bytea NOT NULL DEFAULT '', ADD COLUMN slice_bits bytea NOT NULL DEFAULT '';
COMMENT ON COLUMN news.posting_periods.common IS 'Numbers that many articles have, ascending, 5 bytes each: they lie in slots of their own.';
COMMENT ON COLUMN news.posting_periods.slice_bits IS 'A byte for each of them: 2^n slices of the period have a slot each.';
COMMENT ON COLUMN news.postings.slot IS 'period * 2^32 + bucket, or + 2^31 + a hash of a common number and its slice of the period.';
