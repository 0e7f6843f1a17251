-- Keep what a person decided about a pair of articles.
-- Writes: news.overrides. Binds: one per column.
-- Idempotent: the same decision again changes nothing; a contradicting one is refused before.
INSERT INTO news.overrides (kind, article_id, other_id, decision_id, decided_by, decided_at, reason)
VALUES (:kind, :article_id, :other_id, :decision_id, :decided_by, :decided_at, :reason)
ON CONFLICT (article_id, other_id, decision_id) DO NOTHING
