-- For this transaction: always look candidates up in their index. Fresh staging tables have no statistics, and a plan
-- made while the warehouse was empty would read it whole for ever.
-- Writes: session settings. Binds: none.
SELECT
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)
