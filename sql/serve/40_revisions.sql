-- serve.revisions: the contents an article has had.
-- Reads: news.revisions. Made anew by migrate when this file changes.
CREATE VIEW serve.revisions AS
SELECT
    revisions.article_id,
    (
        SELECT count(*) + 1
        FROM news.revisions AS earlier
        WHERE
            earlier.article_id = revisions.article_id
            AND (earlier.captured_at, earlier.content_sha256) < (revisions.captured_at, revisions.content_sha256)
    ) AS revision,
    revisions.captured_at,
    revisions.title,
    revisions.body,
    revisions.authors,
    revisions.language,
    revisions.modified_at,
    revisions.flags,
    revisions.content_sha256,
    revisions.batch_id,
    revisions.snapshot_id,
    revisions.reader_version,
    revisions.text_expired_at
FROM news.revisions;
COMMENT ON VIEW serve.revisions IS 'Every distinct content an article has had, in order: compare revision n with n - 1.';
COMMENT ON COLUMN serve.revisions.revision IS 'Number of the revision, from 1.';
