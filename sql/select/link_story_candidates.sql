-- Earlier articles that may report the same event as the batch's articles and the published ones in :owners: for each
-- term the last :story_list of its list before the article, at most the story window back; of these the :story_best
-- that share most terms.
-- Reads: staging.features, staging.feature_terms, news.features, news.feature_terms.
-- Binds: batch_id, owners, revised, story_list, story_best, story_window.
WITH owners AS (
    SELECT article_id, published_at, terms FROM staging.features WHERE batch_id = :batch_id
    UNION ALL
    SELECT article_id, published_at, terms FROM news.features WHERE article_id = any(cast(:owners AS uuid[]))
)
SELECT ranked.later_id, ranked.earlier_id
FROM (
    SELECT
        owner.article_id AS later_id,
        earlier.article_id AS earlier_id,
        row_number() OVER (
            PARTITION BY owner.article_id ORDER BY count(*) DESC, earlier.published_at DESC, earlier.article_id DESC
        ) AS place
    FROM owners AS owner
    CROSS JOIN LATERAL unnest(owner.terms) AS term (number)
    CROSS JOIN
        LATERAL (
            (
                SELECT published.published_at, published.article_id
                FROM news.feature_terms AS published
                WHERE
                    published.term = term.number
                    AND published.published_at >= owner.published_at - cast(:story_window AS interval)
                    AND (published.published_at, published.article_id) < (owner.published_at, owner.article_id)
                    AND published.article_id <> all(cast(:revised AS uuid[]))
                ORDER BY published.published_at DESC, published.article_id DESC
                LIMIT :story_list
            )
            UNION ALL
            (
                SELECT staged.published_at, staged.article_id
                FROM staging.feature_terms AS staged
                WHERE
                    staged.batch_id = :batch_id
                    AND staged.term = term.number
                    AND staged.published_at >= owner.published_at - cast(:story_window AS interval)
                    AND (staged.published_at, staged.article_id) < (owner.published_at, owner.article_id)
                ORDER BY staged.published_at DESC, staged.article_id DESC
                LIMIT :story_list
            )
            ORDER BY published_at DESC, article_id DESC
            LIMIT :story_list
        ) AS earlier
    GROUP BY owner.article_id, earlier.article_id, earlier.published_at
) AS ranked
WHERE ranked.place <= :story_best
