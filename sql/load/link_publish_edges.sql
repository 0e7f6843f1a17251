-- Publish edges. After load/link_publish_old_edges and load/link_publish_untied: an article has one tie at most.
-- Writes: news.edges. Reads: staging.edges. Binds: batch_id.
-- Idempotent: upsert.
INSERT INTO news.edges (later_id, earlier_id, score, is_tie, version)
SELECT later_id, earlier_id, score, is_tie, version
FROM staging.edges
WHERE batch_id = :batch_id AND score IS NOT NULL
ORDER BY later_id, earlier_id
ON CONFLICT (later_id, earlier_id) DO UPDATE
    SET score = excluded.score, is_tie = excluded.is_tie, version = excluded.version
    WHERE (edges.score, edges.is_tie, edges.version) <> (excluded.score, excluded.is_tie, excluded.version)
