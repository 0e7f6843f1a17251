-- Alerts are told apart by a hash of what they are about: an address may be longer than an index takes.
-- Writes: raw.alerts. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE raw.alerts DROP CONSTRAINT alerts_pkey;
CREATE UNIQUE INDEX alerts_kind_item ON raw.alerts (kind, md5(item));
