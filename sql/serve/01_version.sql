-- serve.version: which contract the views keep.
-- Reads: nothing. Made anew by migrate when this file changes.
CREATE VIEW serve.version AS
SELECT 1 AS major, 1 AS minor;
COMMENT ON VIEW serve.version IS 'The version of this contract: one row.';
COMMENT ON COLUMN serve.version.major IS 'Raised when a view or column is taken away or means something else. CHANGELOG.md says what to do.';
COMMENT ON COLUMN serve.version.minor IS 'Raised when a view or column is added; 0 again with each major version.';
