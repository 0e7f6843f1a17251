-- Articles are found by their words and by their hour and day at once, so that a common word costs no more than a rare one.
-- Writes: functions in serve, the index of texts anew. Reads: news.articles. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE FUNCTION serve.search_times(published_at timestamptz) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(ARRAY[
    ' h' || floor(extract(EPOCH FROM published_at - '1970-01-01 00:00+00'::timestamptz) / 3600)::bigint,
    ' d' || floor(extract(EPOCH FROM published_at - '1970-01-01 00:00+00'::timestamptz) / 86400)::bigint
]);
COMMENT ON FUNCTION serve.search_times(timestamptz) IS 'Hour and day (UTC) as words that no text has: they begin with a space.';

CREATE FUNCTION serve.search_entry(language text, title text, body text, published_at timestamptz) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 20000
AS $$
BEGIN
    RETURN serve.search_document(language, title, body) || serve.search_times(published_at);
END
$$;
COMMENT ON FUNCTION serve.search_entry(text, text, text, timestamptz) IS 'What the index of texts holds of an article: its words, its hour and its day. Not in SQL, which every plan would unfold: 1 ms each.';

CREATE FUNCTION serve.search_span(since timestamptz, until timestamptz) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg(quote_literal(unit.letter || number), ' | ')::tsquery
    FROM (
        SELECT
            CASE WHEN until - since < interval '12 hours' THEN ' h' ELSE ' d' END AS letter,
            CASE WHEN until - since < interval '12 hours' THEN 3600 ELSE 86400 END AS seconds
    ) AS unit
    CROSS JOIN LATERAL generate_series(
        floor(extract(EPOCH FROM since - '1970-01-01 00:00+00'::timestamptz) / unit.seconds)::bigint,
        floor(extract(EPOCH FROM until - '1970-01-01 00:00+00'::timestamptz) / unit.seconds)::bigint
    ) AS number
);
COMMENT ON FUNCTION serve.search_span(timestamptz, timestamptz) IS 'The hours, for half a day and more the days, that a span of time touches, as a tsquery for serve.search_entry.';

DROP INDEX news.articles_search;
CREATE INDEX articles_search ON news.articles
USING gin (serve.search_entry(language, title, body, published_at)) WITH (fastupdate = on);
ANALYZE news.articles;
