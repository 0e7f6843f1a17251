-- Publish stories as they are now.
-- Writes: news.stories. Reads: staging.stories. Binds: batch_id.
-- Idempotent: upsert.
INSERT INTO news.stories (
    story_id, founder_id, lead_id, article_count, publisher_count, language_count, first_published_at,
    last_published_at, version
)
SELECT
    story_id, founder_id, lead_id, article_count, publisher_count, language_count, first_published_at,
    last_published_at, version
FROM staging.stories
WHERE batch_id = :batch_id
ORDER BY story_id
ON CONFLICT (story_id) DO UPDATE
    SET
        founder_id = excluded.founder_id, lead_id = excluded.lead_id, article_count = excluded.article_count,
        publisher_count = excluded.publisher_count, language_count = excluded.language_count,
        first_published_at = excluded.first_published_at, last_published_at = excluded.last_published_at,
        version = excluded.version
