-- Remove edges that the batch takes away.
-- Writes: news.edges. Reads: staging.edges. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.edges AS old
USING staging.edges AS staged
WHERE
    staged.batch_id = :batch_id
    AND staged.score IS NULL
    AND old.later_id = staged.later_id
    AND old.earlier_id = staged.earlier_id
