-- Keep what is to be compared as it was copied, and number on where the copied rows end.
-- Writes: schema kept, sequences of raw and news. Binds: none.
-- Idempotent: no; runs once in a scratch database.
CREATE SCHEMA kept;
CREATE TABLE kept.articles AS TABLE news.articles;
CREATE TABLE kept.revisions AS TABLE news.revisions;
CREATE TABLE kept.copies AS TABLE news.copies;
CREATE TABLE kept.edges AS TABLE news.edges;
CREATE TABLE kept.members AS TABLE news.members;
CREATE TABLE kept.stories AS TABLE news.stories;
CREATE TABLE kept.batches AS TABLE raw.batches;
CREATE TABLE kept.readings AS TABLE raw.readings;
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
ANALYZE;
