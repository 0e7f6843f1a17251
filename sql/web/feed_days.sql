-- New entries of some feeds by day, for the last two weeks.
-- Reads: raw.entries. Binds: feed_ids, now.
SELECT
    entries.feed_id,
    cast(floor(extract(EPOCH FROM cast(:now AS timestamptz) - entries.first_seen_at) / 86400) AS integer) AS days_ago,
    count(*) AS new_count
FROM raw.entries
WHERE
    entries.feed_id = any(cast(:feed_ids AS bigint []))
    AND entries.first_seen_at > cast(:now AS timestamptz) - interval '14 days' AND entries.first_seen_at <= :now
GROUP BY 1, 2
