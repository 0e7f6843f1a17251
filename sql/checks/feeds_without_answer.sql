-- severity: error
-- A feed that was planned and has no outcome: its mapped task did not finish.
-- Reads: raw.polls. Binds: batch_id.
SELECT polls.feed_id AS item, 'feed planned, never answered' AS complaint
FROM raw.polls
WHERE polls.batch_id = :batch_id AND polls.outcome IS NULL
