-- The published articles of some periods whose features, or place in the candidate index, expired: all that linking made
-- them from, and what is left.
-- Reads: news.articles, news.features, news.posting_periods. Binds: periods.
SELECT
    article.article_id, article.canonical_url, article.publisher, article.title, article.body, article.language,
    article.published_at, article.flags, kept.version
FROM news.posting_periods AS expired
JOIN news.features AS kept
    ON
        kept.age >= cast(expired.period AS bigint) * 345600 << 29
        AND kept.age < (cast(expired.period AS bigint) + 1) * 345600 << 29
JOIN news.articles AS article ON article.article_id = kept.article_id
WHERE expired.period = any(cast(:periods AS integer[])) AND expired.is_expired
ORDER BY article.article_id
