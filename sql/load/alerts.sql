-- Enter what is wrong now: new conditions are raised, known ones kept, those that were over are raised again,
-- and what is no more is over.
-- Writes: raw.alerts. Binds: now, rows (kind, item, summary).
-- Idempotent: a condition that lasts keeps its raised_at.
WITH present AS (
    SELECT found.kind, found.item, min(found.summary) AS summary
    FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS found (kind text, item text, summary text)
    GROUP BY found.kind, found.item
),

over AS (
    UPDATE raw.alerts SET cleared_at = :now
    WHERE
        alerts.cleared_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM present WHERE present.kind = alerts.kind AND present.item = alerts.item)
)

INSERT INTO raw.alerts (kind, item, summary, raised_at, seen_at)
SELECT present.kind, present.item, present.summary, :now, :now
FROM present
ORDER BY present.kind, present.item
ON CONFLICT (kind, md5(item)) DO UPDATE SET
    summary = excluded.summary,
    seen_at = excluded.seen_at,
    raised_at = CASE WHEN alerts.cleared_at IS NULL THEN alerts.raised_at ELSE excluded.raised_at END,
    cleared_at = NULL
