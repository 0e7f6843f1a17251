-- Of articles that go: what a person's decision held together through one of them is held together by another of its articles.
-- Writes: news.overrides. Reads: news.features. Binds: ids, weak (flags of articles that
-- can found no story, and so hold none).
-- Idempotent: a pair of a decision is one row.
WITH parted AS (
    SELECT
        override.decision_id, override.decided_by, override.decided_at, override.reason, gone.id AS gone_id,
        CASE WHEN override.article_id = gone.id THEN override.other_id ELSE override.article_id END AS partner_id
    FROM unnest(cast(:ids AS uuid[])) AS gone (id)
    JOIN news.overrides AS override ON override.article_id = gone.id OR override.other_id = gone.id
    WHERE override.kind = 'together' AND override.withdrawn_at IS NULL
),

heirs AS (
    SELECT
        parted.*,
        first_value(parted.partner_id) OVER (
            PARTITION BY parted.decision_id, parted.gone_id
            ORDER BY coalesce(features.flags && cast(:weak AS text[]), true), parted.partner_id
        ) AS heir_id
    FROM parted
    LEFT JOIN news.features ON features.article_id = parted.partner_id
    WHERE parted.partner_id <> all(cast(:ids AS uuid[]))
)

INSERT INTO news.overrides (kind, article_id, other_id, decision_id, decided_by, decided_at, reason)
SELECT
    'together', least(heirs.heir_id, heirs.partner_id), greatest(heirs.heir_id, heirs.partner_id), heirs.decision_id,
    heirs.decided_by, heirs.decided_at, heirs.reason
FROM heirs
WHERE heirs.partner_id <> heirs.heir_id
ORDER BY heirs.decision_id, heirs.heir_id, heirs.partner_id
ON CONFLICT (article_id, other_id, decision_id) DO NOTHING
