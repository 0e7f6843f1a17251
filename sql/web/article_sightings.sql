-- The feeds that carried an article.
-- Reads: serve.sightings. Binds: article_id.
SELECT sightings.feed_id, sightings.feed_title, sightings.feed_url, sightings.first_seen_at, sightings.last_seen_at
FROM serve.sightings
WHERE sightings.article_id = :article_id
ORDER BY sightings.first_seen_at, sightings.feed_id
LIMIT 200
