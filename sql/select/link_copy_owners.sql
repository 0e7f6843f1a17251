-- Published articles whose possible originals the batch changes: later ones that share a copy key with a new, revised
-- or replaced text, while it is, or was, among the first of that key's list in their copy window.
-- Reads: staging.features, news.features, news.feature_terms. Binds: batch_id, revised, copy_list, copy_window.
WITH changed AS (
    SELECT article_id, published_at, copy_keys FROM staging.features WHERE batch_id = :batch_id
    UNION ALL
    SELECT article_id, published_at, copy_keys FROM news.features WHERE article_id = any(cast(:revised AS uuid[]))
)
SELECT DISTINCT later.article_id
FROM changed
CROSS JOIN LATERAL unnest(changed.copy_keys) AS copy_key (number)
CROSS JOIN
    LATERAL (
        -- Whoever has this many before the change in its window doesn't see the change.
        SELECT coalesce((
            SELECT listed.published_at
            FROM news.feature_terms AS listed
            WHERE
                listed.term = copy_key.number
                AND listed.published_at >= changed.published_at - cast(:copy_window AS interval)
                AND (listed.published_at, listed.article_id) < (changed.published_at, changed.article_id)
                AND listed.article_id <> all(cast(:revised AS uuid[]))
            ORDER BY listed.published_at DESC, listed.article_id DESC
            LIMIT 1 OFFSET (:copy_list - 1)
        ) + cast(:copy_window AS interval), '-infinity') AS starts_at
    ) AS reach
CROSS JOIN LATERAL (
    SELECT listed.article_id
    FROM news.feature_terms AS listed
    WHERE
        listed.term = copy_key.number
        AND (listed.published_at, listed.article_id) > (changed.published_at, changed.article_id)
        AND listed.published_at >= reach.starts_at
        AND listed.published_at <= changed.published_at + cast(:copy_window AS interval)
        AND listed.article_id <> all(cast(:revised AS uuid[]))
) AS later
