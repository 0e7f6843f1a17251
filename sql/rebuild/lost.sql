-- Records that the archive could not give, by reason.
-- Reads: raw.rejects. Binds: none.
SELECT rejects.reason, count(*) AS record_count
FROM raw.rejects
WHERE starts_with(rejects.reason, 'archive_')
GROUP BY rejects.reason
ORDER BY rejects.reason
