-- Earlier articles that the batch's articles, and the published ones in :owners, may be copies of: for each copy key the
-- first :copy_list of its list in the copy window. It takes two keys, or one that few have.
-- Reads: staging.features, staging.feature_terms, news.features, news.feature_terms.
-- Binds: batch_id, owners, revised, copy_list, copy_rare, copy_window.
WITH owners AS (
    SELECT article_id, published_at, copy_keys FROM staging.features WHERE batch_id = :batch_id
    UNION ALL
    SELECT article_id, published_at, copy_keys FROM news.features WHERE article_id = any(cast(:owners AS uuid[]))
)
SELECT owner.article_id AS later_id, earlier.article_id AS earlier_id
FROM owners AS owner
CROSS JOIN LATERAL unnest(owner.copy_keys) AS copy_key (number)
CROSS JOIN
    LATERAL (
        SELECT listed.article_id, count(*) OVER () AS list_length
        FROM (
            (
                SELECT published.published_at, published.article_id
                FROM news.feature_terms AS published
                WHERE
                    published.term = copy_key.number
                    AND published.published_at >= owner.published_at - cast(:copy_window AS interval)
                    AND (published.published_at, published.article_id) < (owner.published_at, owner.article_id)
                    AND published.article_id <> all(cast(:revised AS uuid[]))
                ORDER BY published.published_at, published.article_id
                LIMIT :copy_list
            )
            UNION ALL
            (
                SELECT staged.published_at, staged.article_id
                FROM staging.feature_terms AS staged
                WHERE
                    staged.batch_id = :batch_id
                    AND staged.term = copy_key.number
                    AND staged.published_at >= owner.published_at - cast(:copy_window AS interval)
                    AND (staged.published_at, staged.article_id) < (owner.published_at, owner.article_id)
                ORDER BY staged.published_at, staged.article_id
                LIMIT :copy_list
            )
            ORDER BY published_at, article_id
            LIMIT :copy_list
        ) AS listed
    ) AS earlier
GROUP BY owner.article_id, earlier.article_id
HAVING count(*) > 1 OR min(earlier.list_length) <= :copy_rare
