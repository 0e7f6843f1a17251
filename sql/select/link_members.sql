-- The stories that some articles belong to as published, with each story's founder.
-- Reads: news.members, news.stories. Binds: ids.
SELECT member.article_id, member.story_id, story.founder_id
FROM news.members AS member
JOIN news.stories AS story ON story.story_id = member.story_id
WHERE member.article_id = any(cast(:ids AS uuid[]))
