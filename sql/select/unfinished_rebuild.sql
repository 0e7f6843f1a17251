-- The rebuild that is at work on this warehouse, if one is.
-- Reads: raw.rebuilds. Binds: none.
SELECT rebuilds.run_id FROM raw.rebuilds WHERE rebuilds.finished_at IS NULL
