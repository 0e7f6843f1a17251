-- The published copy links of some articles.
-- Reads: news.copies. Binds: ids.
SELECT article_id, original_id, kind, similarity, direction, shared_count, same_publisher, version
FROM news.copies
WHERE article_id = any(cast(:ids AS uuid[]))
ORDER BY article_id, original_id
