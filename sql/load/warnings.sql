-- Keep what the audit warned of in a batch.
-- Writes: raw.warnings. Binds: batch_id, rows (check_name, item_count, examples).
-- Idempotent: a batch's warnings replace those it had.
WITH gone AS (
    DELETE FROM raw.warnings
    WHERE
        warnings.batch_id = :batch_id
        AND warnings.check_name NOT IN (
            SELECT kept.check_name FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS kept (check_name text)
        )
)

INSERT INTO raw.warnings (batch_id, check_name, item_count, examples)
SELECT :batch_id, found.check_name, found.item_count, found.examples
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS found (check_name text, item_count integer, examples text)
ORDER BY found.check_name
ON CONFLICT (batch_id, check_name) DO UPDATE SET item_count = excluded.item_count, examples = excluded.examples
