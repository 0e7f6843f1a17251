-- Which articles the published edges of at least :cut, and people's decisions, tie to some articles.
-- Reads: news.edges, news.overrides. Binds: ids, cut.
SELECT later_id AS one_id, earlier_id AS other_id FROM news.edges
WHERE later_id = any(cast(:ids AS uuid[])) AND score >= :cut
UNION ALL
SELECT earlier_id, later_id FROM news.edges
WHERE earlier_id = any(cast(:ids AS uuid[])) AND score >= :cut
UNION ALL
SELECT article_id, other_id FROM news.overrides
WHERE article_id = any(cast(:ids AS uuid[])) AND kind = 'together' AND withdrawn_at IS NULL
UNION ALL
SELECT other_id, article_id FROM news.overrides
WHERE other_id = any(cast(:ids AS uuid[])) AND kind = 'together' AND withdrawn_at IS NULL
