-- severity: error
-- A staged article whose membership, copy or story leads to nothing that is published.
-- Reads: staging.articles, news.members, news.stories, news.copies, news.articles. Binds: batch_id.
SELECT articles.article_id AS item, 'in a story that is not there' AS complaint
FROM staging.articles
JOIN news.members ON members.article_id = articles.article_id
LEFT JOIN news.stories ON stories.story_id = members.story_id
WHERE articles.batch_id = :batch_id AND stories.story_id IS NULL
UNION ALL
SELECT articles.article_id, 'copies an article that is not there'
FROM staging.articles
JOIN news.copies ON copies.article_id = articles.article_id
LEFT JOIN news.articles AS originals ON originals.article_id = copies.original_id
WHERE articles.batch_id = :batch_id AND originals.article_id IS NULL
