-- Note periods of the candidate index, with their widths and counts.
-- Writes: news.posting_periods. Binds: period, bucket_bits, posting_count.
-- Idempotent: sets.
INSERT INTO news.posting_periods (period, bucket_bits, posting_count)
VALUES (:period, :bucket_bits, :posting_count)
ON CONFLICT (period) DO UPDATE
    SET bucket_bits = excluded.bucket_bits, posting_count = excluded.posting_count, is_expired = false
