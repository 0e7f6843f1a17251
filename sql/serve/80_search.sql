-- serve.search: articles by their words, the latest first.
-- Reads: serve.articles. Made anew by migrate when this file changes.
-- Windows of time, from the latest article on: the index of texts knows hours and days as words, so that the first windows
-- read of a common word's articles those alone. The sums keep the planner from other indexes: in order of time, each article
-- would have to be cut into words again; and a bitmap of all articles of a time or language costs more than those that match.
-- Links are looked up for what is found, not for all that matches.
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
    tongue text := lower(split_part(search.language, '-', 1)) || coalesce(substring(search.language FROM '-.*'), '');
    asked tsquery := serve.search_query(search.query, tongue);
    latest timestamptz := (SELECT articles.published_at FROM serve.articles ORDER BY articles.published_at DESC LIMIT 1);
    upper_end timestamptz := search.until;
    lower_end timestamptz;
    hours integer;
    no_time interval := '0 s';
    matched uuid[];
    found uuid[] := '{}';
BEGIN
    IF latest IS NULL OR search.until = '-infinity' OR search.since > least(latest, search.until) OR numnode(asked) = 0 THEN
        RETURN;
    END IF;
    latest := least(latest, search.until);
    FOREACH hours IN ARRAY ARRAY[1, 24, 768, 0] LOOP
        lower_end := greatest(
            CASE WHEN hours = 0 THEN '-infinity' ELSE latest - make_interval(hours => hours) END, search.since
        );
        SELECT array_agg(hits.article_id) INTO matched
        FROM (
            SELECT articles.article_id
            FROM serve.articles
            WHERE
                serve.search_entry(articles.language, articles.title, articles.body, articles.published_at) @@ CASE
                    WHEN hours = 0 THEN asked
                    ELSE asked && serve.search_span(lower_end, least(upper_end, latest))
                END
                AND articles.published_at + no_time >= lower_end AND articles.published_at + no_time < upper_end
                AND (search.language IS NULL OR lower(articles.language) || '-' LIKE lower(search.language) || '-%')
            ORDER BY articles.published_at + no_time DESC, articles.article_id DESC
            LIMIT search.max_count - cardinality(found)
        ) AS hits;
        found := found || coalesce(matched, '{}');
        EXIT WHEN cardinality(found) >= search.max_count OR lower_end <= search.since;
        upper_end := lower_end;
    END LOOP;
    RETURN QUERY
    SELECT
        articles.article_id, articles.published_at, articles.publisher, articles.language, articles.title,
        articles.canonical_url, articles.story_id, articles.copy_of
    FROM serve.articles
    WHERE articles.article_id = ANY (found)
    ORDER BY articles.published_at DESC, articles.article_id DESC;
END
$$;
COMMENT ON FUNCTION serve.search(text, text, timestamptz, timestamptz, integer) IS 'Articles by the words of title and body, the latest first. language: a BCP 47 tag (en; zh finds zh-Hans and zh-Hant), or null for every language.';
