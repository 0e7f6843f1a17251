-- Note which state of news the batch's links are made from.
-- Writes: staging.link_runs. Reads: news.link_state. Binds: batch_id.
-- Idempotent: after load/link_clear.
INSERT INTO staging.link_runs (batch_id, generation)
SELECT :batch_id, generation FROM news.link_state
