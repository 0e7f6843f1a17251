-- Comments for the columns that views pass on unchanged, and the reader's rights.
-- Reads: the catalogue. Writes: comments and grants. Made anew by migrate when this file changes.
DO $$
DECLARE
    passed record;
BEGIN
    FOR passed IN
        SELECT DISTINCT ON (views.oid, field.attnum)
            views.relname, field.attname, col_description(sources.oid, origin.attnum) AS description
        FROM pg_class AS views
        JOIN pg_attribute AS field ON field.attrelid = views.oid AND field.attnum > 0
        JOIN pg_attribute AS origin ON origin.attname = field.attname AND origin.attnum > 0
        JOIN pg_class AS sources ON sources.oid = origin.attrelid AND sources.relkind IN ('r', 'p')
        JOIN pg_namespace AS homes ON homes.oid = sources.relnamespace AND homes.nspname IN ('raw', 'news')
        JOIN pg_rewrite AS rules ON rules.ev_class = views.oid
        LEFT JOIN pg_depend AS needed
            ON needed.objid = rules.oid AND needed.refobjid = sources.oid AND needed.refobjsubid = origin.attnum
        WHERE views.relnamespace = 'serve'::regnamespace AND views.relkind = 'v'
            AND col_description(views.oid, field.attnum) IS NULL
            AND col_description(sources.oid, origin.attnum) IS NOT NULL
        ORDER BY views.oid, field.attnum, needed.objid IS NULL, sources.relname
    LOOP
        EXECUTE format('COMMENT ON COLUMN serve.%I.%I IS %L', passed.relname, passed.attname, passed.description);
    END LOOP;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'newshouse_reader') THEN
        CREATE ROLE newshouse_reader NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA serve TO newshouse_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA serve TO newshouse_reader;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'newshouse_reader: a database administrator must create this role and migrate again';
    WHEN duplicate_object OR unique_violation THEN
        RAISE NOTICE 'newshouse_reader: another migration is creating it; migrate again';
END
$$;
