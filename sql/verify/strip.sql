-- Make a freshly migrated scratch database ready to take another's rows: empty, without foreign keys (rows come in any order)
-- and without the index for searches (nobody searches it).
-- Writes: tables of raw and news. Binds: none.
-- Idempotent: drops and empties.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT conrelid::regclass AS held_by, conname FROM pg_constraint
        WHERE contype = 'f' AND connamespace IN ('raw'::regnamespace, 'news'::regnamespace)
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.held_by, found.conname);
    END LOOP;
    FOR found IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('raw', 'news')
    LOOP
        EXECUTE format('TRUNCATE %I.%I', found.schemaname, found.tablename);
    END LOOP;
END
$$;
DROP INDEX IF EXISTS news.articles_search;
