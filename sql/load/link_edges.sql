-- Stage the edges of some later articles, as they will be; without earlier ones: they have none any more.
-- Writes: staging.edges. Binds: batch_id, rows (JSON: later_id, tie_id, second_tie_id, earlier_ids and millionths in hex,
-- version).
-- Idempotent: link_clear goes before.
INSERT INTO staging.edges (batch_id, later_id, tie_id, second_tie_id, earlier_ids, millionths, version)
SELECT
    :batch_id, cast(edge ->> 0 AS uuid), cast(edge ->> 1 AS uuid), cast(edge ->> 2 AS uuid),
    decode(edge ->> 3, 'hex'), decode(edge ->> 4, 'hex'), edge ->> 5
FROM json_array_elements(cast(:rows AS json)) AS edge
