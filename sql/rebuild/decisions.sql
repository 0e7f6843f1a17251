-- What people decided about stories.
-- Writes: news.overrides. Binds: rows (JSON array).
-- Idempotent: a pair of a decision is one row.
INSERT INTO news.overrides (
    kind, article_id, other_id, decision_id, decided_by, decided_at, reason, withdrawn_by, withdrawn_at,
    withdrawn_reason
)
SELECT
    told.kind, told.article_id, told.other_id, told.decision_id, told.decided_by, told.decided_at, told.reason,
    told.withdrawn_by, told.withdrawn_at, told.withdrawn_reason
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            kind text, article_id uuid, other_id uuid, decision_id uuid, decided_by text, decided_at timestamptz,
            reason text, withdrawn_by text, withdrawn_at timestamptz, withdrawn_reason text
        )
ORDER BY told.decided_at, told.decision_id, told.article_id, told.other_id
ON CONFLICT (article_id, other_id, decision_id) DO NOTHING
