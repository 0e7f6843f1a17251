-- Full-text search in every language, counts of stories kept with them, indexes for the questions readers ask.
-- Writes: functions in serve, news.stories (columns), indexes. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE FUNCTION serve.search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE split_part(language, '-', 1)
    WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
    WHEN 'ca' THEN 'pg_catalog.catalan'::regconfig
    WHEN 'da' THEN 'pg_catalog.danish'::regconfig
    WHEN 'de' THEN 'pg_catalog.german'::regconfig
    WHEN 'el' THEN 'pg_catalog.greek'::regconfig
    WHEN 'en' THEN 'pg_catalog.english'::regconfig
    WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
    WHEN 'eu' THEN 'pg_catalog.basque'::regconfig
    WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig
    WHEN 'fr' THEN 'pg_catalog.french'::regconfig
    WHEN 'ga' THEN 'pg_catalog.irish'::regconfig
    WHEN 'hi' THEN 'pg_catalog.hindi'::regconfig
    WHEN 'hu' THEN 'pg_catalog.hungarian'::regconfig
    WHEN 'hy' THEN 'pg_catalog.armenian'::regconfig
    WHEN 'id' THEN 'pg_catalog.indonesian'::regconfig
    WHEN 'it' THEN 'pg_catalog.italian'::regconfig
    WHEN 'lt' THEN 'pg_catalog.lithuanian'::regconfig
    WHEN 'nb' THEN 'pg_catalog.norwegian'::regconfig
    WHEN 'ne' THEN 'pg_catalog.nepali'::regconfig
    WHEN 'nl' THEN 'pg_catalog.dutch'::regconfig
    WHEN 'nn' THEN 'pg_catalog.norwegian'::regconfig
    WHEN 'no' THEN 'pg_catalog.norwegian'::regconfig
    WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
    WHEN 'ro' THEN 'pg_catalog.romanian'::regconfig
    WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
    WHEN 'sr' THEN 'pg_catalog.serbian'::regconfig
    WHEN 'sv' THEN 'pg_catalog.swedish'::regconfig
    WHEN 'ta' THEN 'pg_catalog.tamil'::regconfig
    WHEN 'tr' THEN 'pg_catalog.turkish'::regconfig
    WHEN 'yi' THEN 'pg_catalog.yiddish'::regconfig
    ELSE 'pg_catalog.simple'::regconfig
END;
COMMENT ON FUNCTION serve.search_config(text) IS 'The text search configuration of a BCP 47 tag; simple (no stems) where PostgreSQL has none.';

CREATE FUNCTION serve.is_ungapped(language text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN split_part(language, '-', 1) IN ('zh', 'yue', 'ja', 'ko', 'th', 'lo', 'km', 'my', 'bo');
COMMENT ON FUNCTION serve.is_ungapped(text) IS 'Whether spaces do not part words in a language (or, in Korean, part too little): searched by pairs of characters.';

CREATE FUNCTION serve.search_pairs(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT found.token
    FROM (
        SELECT
            letters.this, letters.is_letter, lead(letters.this) OVER (ORDER BY letters.place) AS next_one,
            lead(letters.is_letter) OVER (ORDER BY letters.place) AS next_is_letter
        FROM (
            SELECT
                one.this, one.place,
                ascii(one.this) > 3583 AND NOT (
                    ascii(one.this) BETWEEN 8192 AND 12292 OR ascii(one.this) BETWEEN 12296 AND 12320
                    OR ascii(one.this) BETWEEN 65072 AND 65519
                ) AS is_letter
            FROM unnest(string_to_array(lower(normalize(body, nfkc)), NULL)) WITH ORDINALITY AS one (this, place)
        ) AS letters
    ) AS near
    CROSS JOIN
        LATERAL (
            VALUES (near.this), (CASE WHEN near.next_is_letter THEN near.this || near.next_one END)
        ) AS found (token)
    WHERE near.is_letter AND found.token IS NOT NULL
    UNION
    SELECT word[1] FROM regexp_matches(lower(normalize(body, nfkc)), '[a-z0-9\u00c0-\u0dff]{1,100}', 'g') AS word
);
COMMENT ON FUNCTION serve.search_pairs(text) IS 'What an ungapped text is found by: its characters, its pairs of neighbouring characters, its words in other scripts, and numbers.';

CREATE FUNCTION serve.search_document(language text, title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000
RETURN CASE
    WHEN serve.is_ungapped(language)
        THEN array_to_tsvector(serve.search_pairs(title || '. ' || left(body, 30000)))
    ELSE to_tsvector(serve.search_config(language), title || '. ' || left(body, 100000))
END;
COMMENT ON FUNCTION serve.search_document(text, text, text) IS 'What an article is found by. Of very long texts the first 100,000 characters (ungapped: 30,000): a tsvector holds 1 MB.';

CREATE FUNCTION serve.search_query_of(query text, language text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN serve.is_ungapped(language)
        THEN coalesce((
            SELECT string_agg(quote_literal(token.pair), ' & ' ORDER BY token.pair)
            FROM unnest(serve.search_pairs(left(query, 200))) AS token (pair)
            WHERE
                ascii(token.pair) < 3584 OR char_length(token.pair) > 1
                OR NOT EXISTS (
                    SELECT FROM unnest(serve.search_pairs(left(query, 200))) AS longer (pair)
                    WHERE char_length(longer.pair) > 1 AND strpos(longer.pair, token.pair) > 0
                )
        ), '')::tsquery
    ELSE websearch_to_tsquery(serve.search_config(language), left(query, 1000))
END;
COMMENT ON FUNCTION serve.search_query_of(text, text) IS 'A search in one language: all words; "a phrase", or, -not where words are parted by spaces.';

CREATE FUNCTION serve.search_query(query text, language text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN language IS NOT NULL THEN serve.search_query_of(query, language)
    ELSE (
        SELECT coalesce(string_agg('(' || found.words || ')', ' | '), '')::tsquery
        FROM (
            SELECT DISTINCT serve.search_query_of(query, tag.language)::text AS words
            FROM unnest(ARRAY[
                'und', 'ar', 'ca', 'da', 'de', 'el', 'en', 'es', 'eu', 'fi', 'fr', 'ga', 'hi', 'hu', 'hy', 'id', 'it',
                'lt', 'nb', 'ne', 'nl', 'pt', 'ro', 'ru', 'sr', 'sv', 'ta', 'tr', 'yi', 'zh'
            ]) AS tag (language)
        ) AS found
        WHERE found.words <> ''
    )
END;
COMMENT ON FUNCTION serve.search_query(text, text) IS 'A search as a tsquery: in one language, or for null in the word forms of every language at once.';

CREATE INDEX articles_search ON news.articles
USING gin (serve.search_document(language, title, body)) WITH (fastupdate = on);
CREATE INDEX revisions_captured ON news.revisions (captured_at, article_id);
CREATE INDEX stories_publishers ON news.stories (publisher_count DESC, story_id);

ALTER TABLE news.stories
ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
ADD COLUMN copy_count integer NOT NULL DEFAULT 0,
ADD COLUMN first_seen_at timestamptz;
COMMENT ON COLUMN news.stories.languages IS 'Languages of its articles, in order.';
COMMENT ON COLUMN news.stories.copy_count IS 'Articles in it that repeat an earlier text.';
COMMENT ON COLUMN news.stories.first_seen_at IS 'When a feed first carried one of its articles.';

UPDATE news.stories AS story
SET languages = counted.languages, copy_count = counted.copy_count, first_seen_at = counted.first_seen_at
FROM (
    SELECT
        members.story_id,
        array_agg(DISTINCT articles.language ORDER BY articles.language) AS languages,
        count(*) FILTER (
            WHERE EXISTS (SELECT FROM news.copies WHERE copies.article_id = articles.article_id)
        ) AS copy_count,
        min(articles.first_seen_at) AS first_seen_at
    FROM news.members
    JOIN news.articles ON articles.article_id = members.article_id
    GROUP BY members.story_id
) AS counted
WHERE counted.story_id = story.story_id;
