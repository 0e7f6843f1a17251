-- Whether the batch's links were made from the state that news is in now.
-- Reads: staging.link_runs, news.link_state. Binds: batch_id.
SELECT EXISTS (
    SELECT FROM staging.link_runs AS run JOIN news.link_state AS state ON state.generation = run.generation
    WHERE run.batch_id = :batch_id
) AS is_current
