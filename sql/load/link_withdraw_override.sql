-- Take a person's decision back, with all its pairs. It stays on record.
-- Writes: news.overrides. Binds: decision_id, withdrawn_by, at, reason.
-- Idempotent: what was taken back stays as it was.
UPDATE news.overrides
SET withdrawn_by = :withdrawn_by, withdrawn_at = :at, withdrawn_reason = :reason
WHERE decision_id = :decision_id AND withdrawn_at IS NULL
RETURNING article_id, other_id
