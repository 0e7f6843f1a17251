-- Which articles published ties, and people's decisions, hold to some articles; later_id tells whose tie it is.
-- Reads: news.edges, news.overrides. Binds: ids.
SELECT edge.later_id AS one_id, tie.article_id AS other_id, edge.later_id
FROM news.edges AS edge
CROSS JOIN LATERAL (VALUES (edge.tie_id), (edge.second_tie_id)) AS tie (article_id)
WHERE edge.later_id = any(cast(:ids AS uuid[])) AND tie.article_id IS NOT NULL
UNION ALL
SELECT tie_id, later_id, later_id FROM news.edges
WHERE tie_id = any(cast(:ids AS uuid[]))
UNION ALL
SELECT second_tie_id, later_id, later_id FROM news.edges
WHERE second_tie_id = any(cast(:ids AS uuid[]))
UNION ALL
SELECT article_id, other_id, NULL FROM news.overrides
WHERE article_id = any(cast(:ids AS uuid[])) AND kind = 'together' AND withdrawn_at IS NULL
UNION ALL
SELECT other_id, article_id, NULL FROM news.overrides
WHERE other_id = any(cast(:ids AS uuid[])) AND kind = 'together' AND withdrawn_at IS NULL
