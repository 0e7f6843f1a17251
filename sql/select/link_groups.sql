-- All articles that published ties, but those of :untied, and people's decisions hold to some articles, with the ties.
-- Reads: news.edges, news.overrides. Binds: ids, untied.
WITH RECURSIVE reached (article_id) AS (
    SELECT unnest(cast(:ids AS uuid[])) AS article_id
    UNION
    SELECT held.article_id
    FROM reached
    CROSS JOIN LATERAL (
        SELECT tie.article_id
        FROM news.edges AS edge
        CROSS JOIN LATERAL (VALUES (edge.tie_id), (edge.second_tie_id)) AS tie (article_id)
        WHERE
            edge.later_id = reached.article_id AND tie.article_id IS NOT NULL
            AND edge.later_id <> all(cast(:untied AS uuid[]))
        UNION ALL
        SELECT edge.later_id FROM news.edges AS edge
        WHERE edge.tie_id = reached.article_id AND edge.later_id <> all(cast(:untied AS uuid[]))
        UNION ALL
        SELECT edge.later_id FROM news.edges AS edge
        WHERE edge.second_tie_id = reached.article_id AND edge.later_id <> all(cast(:untied AS uuid[]))
        UNION ALL
        SELECT override.other_id FROM news.overrides AS override
        WHERE
            override.article_id = reached.article_id AND override.kind = 'together' AND override.withdrawn_at IS NULL
        UNION ALL
        SELECT override.article_id FROM news.overrides AS override
        WHERE override.other_id = reached.article_id AND override.kind = 'together' AND override.withdrawn_at IS NULL
    ) AS held
)
SELECT reached.article_id, edge.tie_id, edge.second_tie_id
FROM reached
LEFT JOIN news.edges AS edge
    ON edge.later_id = reached.article_id AND edge.later_id <> all(cast(:untied AS uuid[]))
