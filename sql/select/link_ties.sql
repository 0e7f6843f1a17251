-- Which articles published ties, and people's decisions, hold to some articles; later_id tells whose tie it is.
-- Reads: news.edges, news.overrides. Binds: ids.
SELECT later_id AS one_id, tie_id AS other_id, later_id FROM news.edges
WHERE later_id = any(cast(:ids AS uuid[])) AND tie_id IS NOT NULL
UNION ALL
SELECT tie_id, later_id, later_id FROM news.edges
WHERE tie_id = any(cast(:ids AS uuid[]))
UNION ALL
SELECT article_id, other_id, NULL FROM news.overrides
WHERE article_id = any(cast(:ids AS uuid[])) AND kind = 'together' AND withdrawn_at IS NULL
UNION ALL
SELECT other_id, article_id, NULL FROM news.overrides
WHERE other_id = any(cast(:ids AS uuid[])) AND kind = 'together' AND withdrawn_at IS NULL
