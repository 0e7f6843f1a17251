-- What people decided about some articles.
-- Reads: news.overrides. Binds: ids.
SELECT override_id, kind, article_id, other_id, decision_id, decided_by, decided_at, reason
FROM news.overrides
WHERE article_id = any(cast(:ids AS uuid[])) OR other_id = any(cast(:ids AS uuid[]))
ORDER BY override_id
