-- Stage edges the batch adds or changes, and, without score, those it takes away.
-- Writes: staging.edges. Binds: batch_id, version and one array per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.edges (batch_id, later_id, earlier_id, score, is_tie, version)
SELECT :batch_id, edge.later_id, edge.earlier_id, edge.score, edge.is_tie, :version
FROM
    unnest(
        cast(:later_ids AS uuid[]), cast(:earlier_ids AS uuid[]), cast(:scores AS double precision[]), cast(:ties AS boolean[])
    ) AS edge (later_id, earlier_id, score, is_tie)
ORDER BY edge.later_id, edge.earlier_id
