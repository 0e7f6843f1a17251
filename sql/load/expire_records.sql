-- Give up what is told item by item of batches before a moment that can't be replayed any more: their books, captures' places,
-- articles, and which feed carried what, stay. Of entries last seen by then the feed's words go.
-- Only of batches whose ledger is in the archive, which holds it still.
-- Writes: raw.polls, raw.fetches, raw.readings, raw.rejects, raw.entries. Reads: raw.batches, raw.ledgers. Binds: before.
-- Idempotent: deletes.
WITH old AS (
    SELECT batches.batch_id
    FROM raw.batches
    WHERE
        batches.expired_at IS NOT NULL AND batches.interval_end < :before
        AND EXISTS (SELECT FROM raw.ledgers WHERE ledgers.batch_id = batches.batch_id)
),

unpolled AS (
    DELETE FROM raw.polls USING old WHERE polls.batch_id = old.batch_id
    RETURNING 1
),

unfetched AS (
    DELETE FROM raw.fetches USING old WHERE fetches.batch_id = old.batch_id
    RETURNING 1
),

unread AS (
    DELETE FROM raw.readings USING old WHERE readings.batch_id = old.batch_id
    RETURNING 1
),

unrejected AS (
    DELETE FROM raw.rejects USING old WHERE rejects.batch_id = old.batch_id
    RETURNING 1
),

silent AS (
    UPDATE raw.entries
    SET summary = NULL, authors = '{}'
    FROM old
    WHERE
        entries.first_batch_id = old.batch_id AND entries.last_seen_at < :before
        AND (entries.summary IS NOT NULL OR entries.authors <> '{}')
    RETURNING 1
)

SELECT
    (SELECT count(*) FROM unpolled) + (SELECT count(*) FROM unfetched) + (SELECT count(*) FROM unread)
    + (SELECT count(*) FROM unrejected) AS record_count,
    (SELECT count(*) FROM silent) AS entry_count
