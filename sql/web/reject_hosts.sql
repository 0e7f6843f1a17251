-- Rejects of some time by host, the most first.
-- Reads: raw.rejects. Binds: since, until.
SELECT rejects.host, count(*) AS item_count, count(DISTINCT rejects.reason) AS reason_count
FROM raw.rejects
WHERE rejects.rejected_at >= :since AND rejects.rejected_at < :until AND rejects.host IS NOT NULL
GROUP BY rejects.host
ORDER BY item_count DESC, rejects.host
LIMIT 25
