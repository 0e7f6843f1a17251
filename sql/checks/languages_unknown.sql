-- severity: warning
-- Articles nobody could tell the language of.
-- Reads: staging.articles. Binds: batch_id.
SELECT articles.canonical_url AS item, 'language unknown' AS complaint
FROM staging.articles
WHERE articles.batch_id = :batch_id AND articles.language = 'und'
