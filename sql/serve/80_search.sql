-- serve.search: articles by their words, the latest first.
-- Reads: serve.articles. Made anew by migrate when this file changes.
-- Windows of time, from the latest article on: the index knows hours and days as words, so that the first windows read of a
-- common word's articles those alone. The sum in ORDER BY keeps the planner from reading articles one by one in order of
-- time, where each would have to be cut into words again. Links are looked up for what is found, not for what matches.
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
SET max_parallel_workers_per_gather = 0
AS $$
#variable_conflict use_column
DECLARE
    asked tsquery := serve.search_query(search.query, search.language);
    latest timestamptz := (SELECT articles.published_at FROM serve.articles ORDER BY articles.published_at DESC LIMIT 1);
    upper_end timestamptz := search.until;
    lower_end timestamptz;
    hours integer;
    found_count integer;
    wanted_count integer := search.max_count;
BEGIN
    latest := least(latest, search.until);
    IF latest IS NULL OR numnode(asked) = 0 THEN
        RETURN;
    END IF;
    FOREACH hours IN ARRAY ARRAY[1, 8, 48, 192, 768, 8880, 0] LOOP
        lower_end := greatest(
            CASE WHEN hours = 0 THEN '-infinity' ELSE latest - make_interval(hours => hours) END, search.since
        );
        RETURN QUERY
        WITH hits AS MATERIALIZED (
            SELECT matches.article_id
            FROM serve.articles AS matches
            WHERE
                serve.search_entry(matches.language, matches.title, matches.body, matches.published_at) @@ CASE
                    WHEN hours BETWEEN 1 AND 768 THEN asked && serve.search_span(lower_end, least(upper_end, latest))
                    ELSE asked
                END
                AND matches.published_at >= lower_end AND matches.published_at < upper_end
                AND (
                    search.language IS NULL OR matches.language = search.language
                    OR matches.language LIKE search.language || '-%'
                )
            ORDER BY matches.published_at + interval '0 s' DESC, matches.article_id DESC
            LIMIT wanted_count
        )
        SELECT
            found.article_id, found.published_at, found.publisher, found.language, found.title, found.canonical_url,
            found.story_id, found.copy_of
        FROM hits
        JOIN serve.articles AS found ON found.article_id = hits.article_id
        ORDER BY found.published_at DESC, found.article_id DESC;
        GET DIAGNOSTICS found_count = ROW_COUNT;
        wanted_count := wanted_count - found_count;
        EXIT WHEN wanted_count <= 0 OR lower_end <= search.since;
        upper_end := lower_end;
    END LOOP;
END
$$;
COMMENT ON FUNCTION serve.search(text, text, timestamptz, timestamptz, integer) IS 'Articles by the words of title and body, the latest first. language: a BCP 47 tag (en; zh finds zh-Hans and zh-Hant), or null for every language.';
