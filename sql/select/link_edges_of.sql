-- The published edges that some articles have with earlier ones.
-- Reads: news.edges. Binds: ids.
SELECT later_id, tie_id, second_tie_id, earlier_ids, millionths
FROM news.edges
WHERE later_id = any(cast(:ids AS uuid[]))
