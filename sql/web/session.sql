-- A page only reads, answers soon or not at all, and is planned for the filters it was asked with.
-- Reads: nothing. Writes: session settings of this transaction. Binds: timeout_ms.
SELECT
    set_config('transaction_read_only', 'on', true), set_config('statement_timeout', :timeout_ms, true),
    set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)
