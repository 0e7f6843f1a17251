-- severity: error
-- A page that was planned and has no outcome: its mapped task did not finish.
-- Reads: raw.fetches. Binds: batch_id.
SELECT fetches.page_id AS item, 'page planned, never answered' AS complaint
FROM raw.fetches
WHERE fetches.batch_id = :batch_id AND fetches.outcome IS NULL
