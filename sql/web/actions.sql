-- What people changed through these pages, newest first.
-- Reads: raw.actions. Binds: actor, action (each null for all), after_id, row_limit.
SELECT actions.action_id, actions.acted_at, actions.actor, actions.action, actions.target, actions.reason, actions.result
FROM raw.actions
WHERE
    (cast(:actor AS text) IS NULL OR actions.actor = :actor)
    AND (cast(:action AS text) IS NULL OR actions.action = :action)
    AND (cast(:after_id AS bigint) IS NULL OR actions.action_id < cast(:after_id AS bigint))
ORDER BY actions.action_id DESC
LIMIT :row_limit
