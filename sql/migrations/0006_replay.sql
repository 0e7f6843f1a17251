-- What a replay must know: what each capture was published as, what the last run was asked for, how long it took.
-- Writes: raw.batches, raw.readings, news.changes (its kinds). Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE raw.batches
ADD COLUMN selection jsonb NOT NULL DEFAULT '{}',
ADD COLUMN work_began_at timestamptz,
ADD COLUMN work_s real;
COMMENT ON COLUMN raw.batches.selection IS 'What part of the batch the last run was asked to replay: stages, languages, publishers; empty lists mean all.';
COMMENT ON COLUMN raw.batches.work_began_at IS 'When the last run opened it, by the database''s own clock; null for batches of version 0.1.';
COMMENT ON COLUMN raw.batches.work_s IS 'Seconds from then to its publishing: what estimates of replays are made from.';

ALTER TABLE raw.readings
ADD COLUMN content_sha256 bytea,
ADD COLUMN published_article_id uuid,
ADD COLUMN published_sha256 bytea;
COMMENT ON COLUMN raw.readings.content_sha256 IS 'sha256 of the normalised title and body read from it.';
COMMENT ON COLUMN raw.readings.published_article_id IS 'The article it stands for in news; null while never published, or published as none.';
COMMENT ON COLUMN raw.readings.published_sha256 IS 'The content it stands for in news.';

UPDATE raw.readings
SET
    published_article_id = readings.article_id, published_sha256 = revisions.content_sha256,
    content_sha256 = revisions.content_sha256
FROM raw.batches, news.revisions
WHERE
    batches.batch_id = readings.batch_id AND batches.published_at IS NOT NULL
    AND revisions.article_id = readings.article_id AND revisions.snapshot_id = readings.snapshot_id;
UPDATE raw.readings
SET
    published_article_id = readings.article_id, published_sha256 = articles.content_sha256,
    content_sha256 = articles.content_sha256
FROM raw.batches, news.articles
WHERE
    batches.batch_id = readings.batch_id AND batches.published_at IS NOT NULL
    AND readings.published_article_id IS NULL AND articles.article_id = readings.article_id;

CREATE INDEX readings_published ON raw.readings (published_article_id) WHERE published_article_id IS NOT NULL;
CREATE INDEX readings_snapshot ON raw.readings (snapshot_id);
