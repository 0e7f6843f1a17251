-- Every article's address and story.
-- Reads: news.articles, news.members. Binds: none.
SELECT articles.canonical_url, members.story_id
FROM news.articles
INNER JOIN news.members ON members.article_id = articles.article_id
