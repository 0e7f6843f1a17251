-- Rejects of some time by stage and reason, the most first.
-- Reads: raw.rejects. Binds: since, until.
SELECT
    rejects.stage, rejects.reason, count(*) AS item_count, count(*) FILTER (WHERE rejects.retryable) AS retryable_count
FROM raw.rejects
WHERE rejects.rejected_at >= :since AND rejects.rejected_at < :until
GROUP BY rejects.stage, rejects.reason
ORDER BY item_count DESC, rejects.stage, rejects.reason
LIMIT 50
