-- What people changed through these pages, newest first; feed_id is the feed it was done to, null where it was something else.
-- Reads: raw.actions, raw.feeds. Binds: actor, action (each null for all), after_id, row_limit.
SELECT
    actions.action_id, actions.acted_at, actions.actor, actions.action, actions.target, actions.reason, actions.result,
    (
        SELECT feeds.feed_id
        FROM raw.feeds
        WHERE
            feeds.feed_id = CASE
                WHEN starts_with(actions.action, 'feed_') AND actions.target ~ '^[0-9]{1,18}$' THEN cast(actions.target AS bigint)
            END
    ) AS feed_id
FROM raw.actions
WHERE
    (cast(:actor AS text) IS NULL OR actions.actor = :actor)
    AND (cast(:action AS text) IS NULL OR actions.action = :action)
    AND (cast(:after_id AS bigint) IS NULL OR actions.action_id < cast(:after_id AS bigint))
ORDER BY actions.action_id DESC
LIMIT :row_limit
