-- Publish the content of each staged article as a revision, where it is a new one.
-- Writes: news.revisions. Reads: staging.articles, raw.snapshots (whose batch it is). Binds: batch_id.
-- Idempotent: one row per distinct content, dated by its earliest capture. A text given up for its age does not come back.
INSERT INTO news.revisions (
    article_id, content_sha256, captured_at, title, body, authors, language, modified_at, flags, batch_id, snapshot_id,
    reader_version
)
SELECT
    article_id, content_sha256, captured_at, title, body, authors, language, modified_at, flags,
    (SELECT snapshots.batch_id FROM raw.snapshots WHERE snapshots.snapshot_id = articles.snapshot_id),
    snapshot_id, reader_version
FROM staging.articles
WHERE batch_id = :batch_id
ORDER BY article_id, content_sha256
ON CONFLICT (article_id, content_sha256) DO UPDATE
    SET
        captured_at = excluded.captured_at, title = excluded.title,
        body = CASE WHEN revisions.text_expired_at IS NULL THEN excluded.body ELSE '' END, authors = excluded.authors,
        language = excluded.language, modified_at = excluded.modified_at, flags = excluded.flags,
        batch_id = excluded.batch_id, snapshot_id = excluded.snapshot_id, reader_version = excluded.reader_version
    WHERE excluded.captured_at <= revisions.captured_at
