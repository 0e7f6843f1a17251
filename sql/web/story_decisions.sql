-- What people decided about a story's articles; a decision has a row for each of its pairs, and here one row.
-- Reads: news.overrides, news.members. Binds: story_id.
SELECT
    overrides.decision_id, overrides.decided_by, overrides.decided_at, overrides.reason,
    string_agg(DISTINCT overrides.kind, ', ') AS kinds, count(DISTINCT overrides.override_id) AS pair_count,
    max(overrides.withdrawn_at) AS withdrawn_at, max(overrides.withdrawn_by) AS withdrawn_by,
    max(overrides.withdrawn_reason) AS withdrawn_reason
FROM news.members
JOIN news.overrides ON members.article_id IN (overrides.article_id, overrides.other_id)
WHERE members.story_id = :story_id
GROUP BY overrides.decision_id, overrides.decided_by, overrides.decided_at, overrides.reason
ORDER BY overrides.decided_at DESC
LIMIT 100
