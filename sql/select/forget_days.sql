-- The articles among some addresses, and the days (UTC) whose exported files they have a part in: their own, and those of the
-- stories they are in and of these stories' articles, which will be exported otherwise.
-- Reads: news.articles, news.members, news.stories. Binds: ids.
WITH stories AS (
    SELECT member.story_id FROM news.members AS member WHERE member.article_id = any(cast(:ids AS uuid[]))
),

concerned AS (
    SELECT unnest(cast(:ids AS uuid[])) AS article_id
    UNION
    SELECT member.article_id FROM news.members AS member JOIN stories ON stories.story_id = member.story_id
)

SELECT
    ARRAY(
        SELECT known.article_id FROM news.articles AS known
        WHERE known.article_id = any(cast(:ids AS uuid[])) ORDER BY known.article_id
    ) AS article_ids,
    ARRAY(
        SELECT cast(known.published_at AS date) AS day
        FROM concerned JOIN news.articles AS known ON known.article_id = concerned.article_id
        UNION
        SELECT cast(story.first_published_at AS date)
        FROM stories JOIN news.stories AS story ON story.story_id = stories.story_id
        ORDER BY day
    ) AS days
