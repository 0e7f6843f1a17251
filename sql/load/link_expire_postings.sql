-- Forget the periods of the candidate index that ended before :before.
-- Writes: news.postings, news.posting_periods. Binds: before.
-- Idempotent: what is forgotten is.
WITH gone AS (
    UPDATE news.posting_periods
    SET is_expired = true, posting_count = 0, common = '', slice_bits = ''
    WHERE (period + 1) * 345600 <= extract(EPOCH FROM cast(:before AS timestamptz)) AND NOT is_expired
    RETURNING period
)
DELETE FROM news.postings AS posting
USING gone
WHERE posting.slot >= cast(gone.period AS bigint) << 32 AND posting.slot < cast(gone.period + 1 AS bigint) << 32
