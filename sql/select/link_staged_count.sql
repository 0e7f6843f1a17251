-- How many articles the batch has staged.
-- Reads: staging.articles. Binds: batch_id.
SELECT count(*) AS article_count FROM staging.articles WHERE batch_id = :batch_id
