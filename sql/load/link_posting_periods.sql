-- Note periods of the candidate index, with their layouts and counts.
-- Writes: news.posting_periods. Binds: period, bucket_bits, posting_count, common, slice_bits.
-- Idempotent: sets.
INSERT INTO news.posting_periods (period, bucket_bits, posting_count, common, slice_bits)
VALUES (:period, :bucket_bits, :posting_count, :common, :slice_bits)
ON CONFLICT (period) DO UPDATE
    SET
        bucket_bits = excluded.bucket_bits, posting_count = excluded.posting_count, common = excluded.common,
        slice_bits = excluded.slice_bits, is_expired = false
