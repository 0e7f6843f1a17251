-- What linking keeps of articles has another form: it is forgotten here, as if it had expired, and made again from the
-- texts as soon as a batch reaches it. Stories, copies and edges stay. Batches that are linked but not published are
-- linked again.
-- Writes: news.features, news.posting_periods, news.postings, staging.link_runs. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

UPDATE news.features SET fingerprint = '', features = '', lookups = '' WHERE features <> '';
UPDATE news.posting_periods SET is_expired = true, posting_count = 0 WHERE NOT is_expired;
DELETE FROM news.postings;
DELETE FROM staging.link_runs;
