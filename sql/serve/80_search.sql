-- serve.search: articles by their words, the latest first.
-- Reads: serve.articles. Made anew by migrate when this file changes.
-- Windows of time from the latest on, so that a common word costs no more than a rare one. The sum in ORDER BY keeps the
-- planner from reading articles one by one in order of time, where each would have to be cut into words again.
CREATE OR REPLACE FUNCTION serve.search(
    query text,
    language text DEFAULT NULL,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    max_count integer DEFAULT 20
)
RETURNS TABLE (
    article_id uuid, published_at timestamptz, publisher text, article_language text, title text, canonical_url text,
    story_id uuid, copy_of uuid
)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    asked tsquery := serve.search_query(search.query, search.language);
    latest timestamptz := least(search.until, now() + interval '1 day');
    upper_end timestamptz := search.until;
    lower_end timestamptz;
    days integer;
    found_count integer;
    wanted_count integer := search.max_count;
BEGIN
    FOREACH days IN ARRAY ARRAY[2, 8, 32, 370, 0] LOOP
        lower_end := CASE WHEN days = 0 THEN '-infinity' ELSE latest - make_interval(days => days) END;
        RETURN QUERY
        SELECT
            found.article_id, found.published_at, found.publisher, found.language, found.title, found.canonical_url,
            found.story_id, found.copy_of
        FROM serve.articles AS found
        WHERE
            serve.search_document(found.language, found.title, found.body) @@ asked
            AND found.published_at >= greatest(lower_end, search.since) AND found.published_at < upper_end
            AND (
                search.language IS NULL OR found.language = search.language OR found.language LIKE search.language || '-%'
            )
        ORDER BY found.published_at + interval '0 s' DESC, found.article_id DESC
        LIMIT wanted_count;
        GET DIAGNOSTICS found_count = ROW_COUNT;
        wanted_count := wanted_count - found_count;
        EXIT WHEN wanted_count <= 0 OR lower_end <= search.since;
        upper_end := lower_end;
    END LOOP;
END
$$;
COMMENT ON FUNCTION serve.search(text, text, timestamptz, timestamptz, integer) IS 'Articles by the words of title and body, the latest first. language: a BCP 47 tag (en; zh finds zh-Hans and zh-Hant), or null for every language.';
