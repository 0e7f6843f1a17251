-- Publish copy links.
-- Writes: news.copies. Reads: staging.copies. Binds: batch_id.
-- Idempotent: after load/link_publish_old_copies.
INSERT INTO news.copies (
    article_id, original_id, kind, similarity, direction, shared_count, same_publisher, version
)
SELECT article_id, original_id, kind, similarity, direction, shared_count, same_publisher, version
FROM staging.copies
WHERE batch_id = :batch_id AND original_id IS NOT NULL
ORDER BY article_id, original_id
