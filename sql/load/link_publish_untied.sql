-- Loosen ties that the batch moves to another article.
-- Writes: news.edges. Reads: staging.edges. Binds: batch_id.
-- Idempotent: only where it differs.
UPDATE news.edges AS old
SET is_tie = false
FROM staging.edges AS staged
WHERE
    staged.batch_id = :batch_id
    AND staged.is_tie
    AND old.later_id = staged.later_id
    AND old.earlier_id <> staged.earlier_id
    AND old.is_tie
