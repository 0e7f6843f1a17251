-- All that people decided, as far as it holds.
-- Reads: news.overrides. Binds: none.
SELECT override_id, kind, article_id, other_id, decision_id, decided_by, decided_at, reason
FROM news.overrides
WHERE withdrawn_at IS NULL
ORDER BY override_id
