-- The living periods of the candidate index.
-- Reads: news.posting_periods. Binds: none.
SELECT period, bucket_bits, posting_count, common, slice_bits
FROM news.posting_periods
WHERE NOT is_expired
ORDER BY period
