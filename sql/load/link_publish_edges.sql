-- Publish edges.
-- Writes: news.edges. Reads: staging.edges. Binds: batch_id.
-- Idempotent: upsert.
INSERT INTO news.edges (later_id, earlier_id, score, version)
SELECT later_id, earlier_id, score, version
FROM staging.edges
WHERE batch_id = :batch_id AND score IS NOT NULL
ORDER BY later_id, earlier_id
ON CONFLICT (later_id, earlier_id) DO UPDATE SET score = excluded.score, version = excluded.version
WHERE (edges.score, edges.version) IS DISTINCT FROM (excluded.score, excluded.version)
