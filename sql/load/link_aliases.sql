-- Stage story ids that the batch retires.
-- Writes: staging.aliases. Binds: batch_id and one array per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.aliases (batch_id, alias_id, founder_id, story_id)
SELECT :batch_id, retired.alias_id, retired.founder_id, retired.story_id
FROM
    unnest(
        cast(:alias_ids AS uuid[]), cast(:founder_ids AS uuid[]), cast(:story_ids AS uuid[])
    ) AS retired (alias_id, founder_id, story_id)
ORDER BY retired.alias_id
