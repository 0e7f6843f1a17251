-- Stage the edges of some later articles, as they will be; without earlier ones: they have none any more.
-- Writes: staging.edges. Binds: batch_id, later_id, tie_id, earlier_ids, millionths, version.
-- Idempotent: link_clear goes before.
INSERT INTO staging.edges (batch_id, later_id, tie_id, earlier_ids, millionths, version)
VALUES (:batch_id, :later_id, :tie_id, :earlier_ids, :millionths, :version)
