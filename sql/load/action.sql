-- Record what a person does, in the transaction that does it.
-- Writes: raw.actions. Binds: now, actor, action, target, reason, result.
-- Not idempotent, and meant so: what is done twice is recorded twice.
INSERT INTO raw.actions (acted_at, actor, action, target, reason, result)
VALUES (:now, :actor, :action, :target, :reason, :result)
