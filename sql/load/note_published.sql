-- Note what each capture of a batch stands for in news from now on.
-- Writes: raw.readings. Binds: batch_id.
-- Idempotent: values.
UPDATE raw.readings
SET published_article_id = article_id, published_sha256 = content_sha256
WHERE
    batch_id = :batch_id
    AND (published_article_id, published_sha256) IS DISTINCT FROM (article_id, content_sha256)
