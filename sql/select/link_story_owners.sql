-- Published articles whose neighbours the batch changes: the next ones after a new, revised or replaced article in the
-- list of one of its terms.
-- Reads: staging.features, news.features, news.feature_terms. Binds: batch_id, revised, story_list, story_window.
WITH changed AS (
    SELECT article_id, published_at, terms FROM staging.features WHERE batch_id = :batch_id
    UNION ALL
    SELECT article_id, published_at, terms FROM news.features WHERE article_id = any(cast(:revised AS uuid[]))
)
SELECT DISTINCT later.article_id
FROM changed
CROSS JOIN LATERAL unnest(changed.terms) AS term (number)
CROSS JOIN LATERAL (
    SELECT listed.article_id
    FROM news.feature_terms AS listed
    WHERE
        listed.term = term.number
        AND (listed.published_at, listed.article_id) > (changed.published_at, changed.article_id)
        AND listed.published_at <= changed.published_at + cast(:story_window AS interval)
        AND listed.article_id <> all(cast(:revised AS uuid[]))
    ORDER BY listed.published_at, listed.article_id
    LIMIT :story_list
) AS later
