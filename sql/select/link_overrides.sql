-- What people decided about some articles, as far as it holds.
-- Reads: news.overrides. Binds: ids.
SELECT override_id, kind, article_id, other_id, decision_id, decided_by, decided_at, reason
FROM news.overrides
WHERE withdrawn_at IS NULL AND (article_id = any(cast(:ids AS uuid[])) OR other_id = any(cast(:ids AS uuid[])))
ORDER BY override_id
