-- One story with its articles, earliest first.
-- Reads: news.stories, news.members, news.articles, news.copies. Binds: story_id.
SELECT
    story.story_id, story.founder_id, story.lead_id, article.article_id, article.title, article.publisher,
    article.language, article.published_at, article.canonical_url AS url, article.flags,
    copied.original_id AS copy_of_id, copied.kind AS copy_kind, copied.similarity AS copy_similarity
FROM news.stories AS story
JOIN news.members AS member ON member.story_id = story.story_id
JOIN news.articles AS article ON article.article_id = member.article_id
LEFT JOIN LATERAL (
    SELECT link.original_id, link.kind, link.similarity
    FROM news.copies AS link
    WHERE link.article_id = member.article_id
    ORDER BY link.similarity DESC, link.original_id
    LIMIT 1
) AS copied ON true
WHERE story.story_id = :story_id
ORDER BY article.published_at, article.article_id
