-- A day's stories for export: those whose first article is of that day.
-- Reads: serve.stories. Binds: day (its first moment), next_day.
SELECT
    story_id::text AS story_id, lead_article_id::text AS lead_article_id, lead_title, lead_language AS language,
    lead_publisher, lead_url, languages, article_count, outlet_count, copy_count, first_published_at, last_published_at,
    first_seen_at, version
FROM serve.stories
WHERE first_published_at >= :day AND first_published_at < :next_day
ORDER BY lead_language, story_id
