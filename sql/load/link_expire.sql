-- Empty what linking kept of articles whose whole story ended before :before, but for the hash by which a replay tells
-- that nothing is new. Stories, copies and edges stay.
-- Writes: news.features. Reads: news.members, news.stories. Binds: before.
-- Idempotent: what is empty stays so.
UPDATE news.features AS kept
SET fingerprint = '', features = '', lookups = ''
WHERE
    kept.age < cast(floor(extract(EPOCH FROM cast(:before AS timestamptz))) AS bigint) << 29
    AND kept.features <> ''
    AND NOT EXISTS (
        SELECT FROM news.members AS member
        JOIN news.stories AS story ON story.story_id = member.story_id
        WHERE member.article_id = kept.article_id AND story.last_published_at >= :before
    )
