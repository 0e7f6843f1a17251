-- One article with all that is known of it.
-- Reads: serve.articles. Binds: article_id.
SELECT * FROM serve.articles WHERE articles.article_id = :article_id
