-- The published edges that some articles have with later ones.
-- Reads: news.edges. Binds: ids.
SELECT later_id, earlier_id, score
FROM news.edges
WHERE earlier_id = any(cast(:ids AS uuid[]))
