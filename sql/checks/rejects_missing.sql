-- severity: error
-- A poll, fetch or reading held to be rejected or put off, without its reason in the rejects.
-- Reads: raw.polls, raw.fetches, raw.readings, raw.rejects. Binds: batch_id.
SELECT counted.stage AS item, format('%s refused, %s in the rejects', counted.refused, count(rejects.item)) AS complaint
FROM (
    SELECT 'poll' AS stage, count(*) FILTER (WHERE outcome IN ('rejected', 'deferred')) AS refused
    FROM raw.polls WHERE batch_id = :batch_id
    UNION ALL
    SELECT 'fetch', count(*) FILTER (WHERE outcome IN ('rejected', 'deferred'))
    FROM raw.fetches WHERE batch_id = :batch_id
    UNION ALL
    SELECT 'read', count(*) FILTER (WHERE outcome = 'rejected')
    FROM raw.readings WHERE batch_id = :batch_id
) AS counted
LEFT JOIN raw.rejects ON rejects.batch_id = :batch_id AND rejects.stage = counted.stage
GROUP BY counted.stage, counted.refused
HAVING counted.refused <> count(rejects.item)
