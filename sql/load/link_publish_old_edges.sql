-- Take away the edges of articles that have none any more.
-- Reads: staging.edges. Writes: news.edges. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM news.edges AS old
USING staging.edges AS staged
WHERE staged.batch_id = :batch_id AND staged.earlier_ids = '' AND old.later_id = staged.later_id
