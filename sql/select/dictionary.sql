-- Every column of the warehouse with its comment, for the data dictionary; null where there is no comment.
-- Reads: the catalogue. Binds: none.
SELECT
    homes.nspname AS schema_name,
    obj_description(homes.oid, 'pg_namespace') AS schema_comment,
    relations.relname AS relation,
    relations.relkind = 'v' AS is_view,
    obj_description(relations.oid, 'pg_class') AS relation_comment,
    fields.attname AS field,
    format_type(fields.atttypid, fields.atttypmod) AS field_type,
    col_description(relations.oid, fields.attnum) AS field_comment
FROM pg_class AS relations
JOIN pg_namespace AS homes ON homes.oid = relations.relnamespace
JOIN pg_attribute AS fields ON fields.attrelid = relations.oid AND fields.attnum > 0 AND NOT fields.attisdropped
WHERE homes.nspname IN ('raw', 'staging', 'news', 'serve') AND relations.relkind IN ('r', 'p', 'v', 'm')
ORDER BY homes.nspname, relations.relname, fields.attnum
