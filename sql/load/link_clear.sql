-- Empty what an earlier run left of the batch's links in staging.
-- Writes: staging.features, copies, edges, members, stories, aliases, link_runs. Binds: batch_id.
-- Idempotent: deletes.
WITH old_features AS (DELETE FROM staging.features WHERE batch_id = :batch_id),
old_copies AS (DELETE FROM staging.copies WHERE batch_id = :batch_id),
old_edges AS (DELETE FROM staging.edges WHERE batch_id = :batch_id),
old_members AS (DELETE FROM staging.members WHERE batch_id = :batch_id),
old_stories AS (DELETE FROM staging.stories WHERE batch_id = :batch_id),
old_aliases AS (DELETE FROM staging.aliases WHERE batch_id = :batch_id)
DELETE FROM staging.link_runs WHERE batch_id = :batch_id
