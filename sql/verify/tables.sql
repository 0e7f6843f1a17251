-- The tables of raw and news with the columns that can be written.
-- Reads: PostgreSQL's catalogue. Binds: none.
SELECT
    format('%I.%I', namespaces.nspname, tables.relname) AS name,
    string_agg(format('%I', columns.attname), ', ' ORDER BY columns.attnum) AS columns
FROM pg_class AS tables
JOIN pg_namespace AS namespaces ON namespaces.oid = tables.relnamespace
JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
WHERE
    namespaces.nspname IN ('raw', 'news') AND tables.relkind = 'r'
    AND columns.attnum > 0 AND NOT columns.attisdropped AND columns.attgenerated = ''
GROUP BY namespaces.nspname, tables.relname
ORDER BY namespaces.nspname, tables.relname
