-- severity: error
-- A feed document whose entries are not all new, known or rejected, or whose new ones are not in the warehouse.
-- Reads: raw.polls, raw.entries. Binds: batch_id.
SELECT
    polls.feed_id AS item,
    format(
        '%s entries, but %s new + %s known + %s rejected', polls.entry_count, polls.new_count, polls.known_count,
        polls.rejected_count
    ) AS complaint
FROM raw.polls
WHERE
    polls.batch_id = :batch_id
    AND polls.entry_count <> polls.new_count + polls.known_count + polls.rejected_count
UNION ALL
SELECT polls.feed_id, format('%s new entries counted, %s in the warehouse', polls.new_count, count(entries.entry_id))
FROM raw.polls
LEFT JOIN raw.entries ON entries.feed_id = polls.feed_id AND entries.first_batch_id = polls.batch_id
WHERE polls.batch_id = :batch_id
GROUP BY polls.feed_id, polls.new_count
HAVING polls.new_count <> count(entries.entry_id)
