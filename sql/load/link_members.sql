-- Stage memberships the batch makes or changes, and, without story, those it takes away.
-- Writes: staging.members. Binds: batch_id and one array per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.members (batch_id, article_id, story_id)
SELECT :batch_id, member.article_id, member.story_id
FROM unnest(cast(:article_ids AS uuid[]), cast(:story_ids AS uuid[])) AS member (article_id, story_id)
ORDER BY member.article_id
