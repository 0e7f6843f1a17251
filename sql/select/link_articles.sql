-- The batch's articles that are, or will be, the current revision; with what linking knows of them already.
-- Reads: staging.articles, news.articles, news.features. Binds: batch_id.
SELECT
    staged.article_id, staged.canonical_url, staged.publisher, staged.title, staged.body, staged.language,
    staged.published_at, staged.flags, known.input_sha256 AS known_sha256,
    known.age AS known_age
FROM staging.articles AS staged
LEFT JOIN news.articles AS published ON published.article_id = staged.article_id
LEFT JOIN news.features AS known ON known.article_id = staged.article_id
WHERE
    staged.batch_id = :batch_id
    AND (
        published.article_id IS NULL
        OR (staged.captured_at, published.content_sha256) >= (published.captured_at, staged.content_sha256)
    )
ORDER BY staged.article_id
