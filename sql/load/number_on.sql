-- Number on where rows that came with their numbers end.
-- Writes: sequences of raw and news. Binds: none.
-- Idempotent: values.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT table_schema, table_name, column_name FROM information_schema.columns
        WHERE table_schema IN ('raw', 'news') AND is_identity = 'YES'
    LOOP
        EXECUTE format(
            'SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I.%I',
            format('%I.%I', found.table_schema, found.table_name), found.column_name, found.column_name,
            found.table_schema, found.table_name
        );
    END LOOP;
END
$$;
