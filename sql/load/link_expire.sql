-- Forget what linking kept of articles whose whole story ended before :before. Stories, copies and edges stay.
-- Writes: news.features, news.feature_terms. Reads: news.members, news.stories. Binds: before.
-- Idempotent: deletes.
WITH expired AS (
    DELETE FROM news.features AS kept
    WHERE
        kept.published_at < :before
        AND NOT EXISTS (
            SELECT FROM news.members AS member
            JOIN news.stories AS story ON story.story_id = member.story_id
            WHERE member.article_id = kept.article_id AND story.last_published_at >= :before
        )
    RETURNING kept.article_id, kept.published_at, kept.terms || kept.copy_keys AS terms
)
DELETE FROM news.feature_terms AS posting
USING expired
CROSS JOIN LATERAL unnest(expired.terms) AS term (number)
WHERE
    posting.term = term.number
    AND posting.published_at = expired.published_at
    AND posting.article_id = expired.article_id
