-- Remove retracted articles, after their links.
-- Writes: news.features, news.feature_terms, news.revisions, news.articles. Binds: ids.
-- Idempotent: deletes.
WITH features AS (
    DELETE FROM news.features
    WHERE article_id = any(cast(:ids AS uuid[]))
    RETURNING article_id, published_at, terms || copy_keys AS terms
),

postings AS (
    DELETE FROM news.feature_terms AS posting
    USING features
    CROSS JOIN LATERAL unnest(features.terms) AS term (number)
    WHERE
        posting.term = term.number AND posting.published_at = features.published_at
        AND posting.article_id = features.article_id
),

revisions AS (
    DELETE FROM news.revisions WHERE article_id = any(cast(:ids AS uuid[]))
)

DELETE FROM news.articles WHERE article_id = any(cast(:ids AS uuid[]))
