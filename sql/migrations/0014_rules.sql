-- Rules that several statements follow, each in one place.
-- Writes: functions in raw. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE FUNCTION raw.feed_state(feed raw.feeds) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN (feed).removed_at IS NOT NULL THEN 'removed'
    WHEN (feed).paused_at IS NOT NULL THEN 'paused'
    WHEN (feed).last_polled_at IS NULL THEN 'new'
    WHEN (feed).failure_count > 0 THEN 'failing'
    ELSE 'healthy'
END;
COMMENT ON FUNCTION raw.feed_state(raw.feeds) IS 'new, healthy, failing, paused or removed.';

CREATE FUNCTION raw.winning_readings(batch bigint)
RETURNS TABLE (snapshot_id bigint, article_id uuid, content_sha256 bytea, fetched_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT ON (readings.article_id)
        readings.snapshot_id, readings.article_id, readings.content_sha256, snapshots.fetched_at
    FROM raw.readings
    JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
    WHERE readings.batch_id = batch AND readings.outcome = 'ok'
    ORDER BY readings.article_id, snapshots.fetched_at DESC, readings.content_sha256, readings.snapshot_id;
END;
COMMENT ON FUNCTION raw.winning_readings(bigint) IS 'Of all captures of one article in a batch, the one whose content stands for it.';
