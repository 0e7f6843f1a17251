-- serve.forgotten: what was taken down.
-- Reads: raw.forgotten. Made anew by migrate when this file changes.
CREATE VIEW serve.forgotten AS
SELECT
    forgotten.kind, forgotten.key, forgotten.why, forgotten.forgotten_at,
    ARRAY(SELECT DISTINCT one.day FROM unnest(forgotten.days) AS one (day) ORDER BY one.day) AS days
FROM raw.forgotten;
COMMENT ON VIEW serve.forgotten IS 'What was taken down: ids and publishers that never come back. No text.';
COMMENT ON COLUMN serve.forgotten.days IS 'Days (UTC) whose exported files held it or its story: to be exported anew.';
