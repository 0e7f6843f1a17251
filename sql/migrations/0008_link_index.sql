-- What linking keeps, in a third of the space: packed postings by slot, packed edges by their later article.
-- Writes: news.features, news.postings, news.posting_periods, news.edges, staging.features, staging.edges; takes
-- news.feature_terms and staging.feature_terms away. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE news.features ADD COLUMN age bigint, ADD COLUMN lookups bytea;
UPDATE news.features AS article
SET
    age = (floor(extract(EPOCH FROM published_at))::bigint << 29)
    | (('x' || left(article_id::text, 8))::bit(32)::bigint >> 3),
    lookups = coalesce((
        SELECT string_agg(numbers.packed, '' ORDER BY numbers.packed)
        FROM (
            SELECT DISTINCT substring(int8send(one.term) FROM 4) AS packed
            FROM unnest(article.terms || article.copy_keys) AS one (term)
        ) AS numbers
    ), '');
ALTER TABLE news.features
ALTER COLUMN age SET NOT NULL, ALTER COLUMN lookups SET NOT NULL,
DROP COLUMN role, DROP COLUMN terms, DROP COLUMN copy_keys;
DROP INDEX news.features_published;
CREATE INDEX features_age ON news.features (age);
COMMENT ON COLUMN news.features.age IS 'Its place in the lists of the candidate index: second of its event time * 2^29 + first 29 bits of its id.';
COMMENT ON COLUMN news.features.lookups IS 'Its numbers in the candidate index, ascending, 5 bytes each: lookup terms for stories are even, copy keys odd.';
COMMENT ON TABLE news.features IS 'What linking keeps of the current revision of an article; of what expired by event time only the hash.';
COMMENT ON COLUMN news.features.input_sha256 IS 'First 16 bytes of the sha256 of all that the features were made from: the same again means nothing to do.';

CREATE TABLE news.posting_periods (
    period integer PRIMARY KEY,
    bucket_bits smallint NOT NULL,
    posting_count bigint NOT NULL,
    is_expired boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE news.posting_periods IS 'The periods of four days that the candidate index has postings of.';
COMMENT ON COLUMN news.posting_periods.period IS 'Number of the period: event time in seconds since 1970 / 345600.';
COMMENT ON COLUMN news.posting_periods.bucket_bits IS 'How many of the lowest bits of a number are its bucket: rows stay short. No result depends on it.';
COMMENT ON COLUMN news.posting_periods.posting_count IS 'Postings added so far.';
COMMENT ON COLUMN news.posting_periods.is_expired IS 'Its postings were forgotten; they are made again from the articles'' texts when a batch reaches them.';
INSERT INTO news.posting_periods (period, bucket_bits, posting_count)
SELECT floor(age / (345600::numeric * 2 ^ 29)), 12, sum(octet_length(lookups) / 5) FROM news.features GROUP BY 1;

CREATE TABLE news.postings (
    slot bigint PRIMARY KEY,
    packed bytea NOT NULL
) WITH (fillfactor = 80);
ALTER TABLE news.postings ALTER COLUMN packed SET STORAGE MAIN;
COMMENT ON TABLE news.postings IS 'The candidate index: which articles have which lookup term or copy key.';
COMMENT ON COLUMN news.postings.slot IS 'period * 2^32 + bucket.';
COMMENT ON COLUMN news.postings.packed IS 'Postings of 11 bytes in no order: number (5 bytes), age less the period''s beginning (6 bytes).';
INSERT INTO news.postings (slot, packed)
SELECT
    (placed.period << 32) | (('x' || encode('\x000000'::bytea || numbers.number, 'hex'))::bit(64)::bigint & 4095),
    string_agg(numbers.number || substring(int8send(placed.age - placed.period * (345600::bigint << 29)) FROM 3), '')
FROM (
    SELECT age, lookups, floor(age / (345600::numeric * 2 ^ 29))::bigint AS period FROM news.features
) AS placed
CROSS JOIN
    LATERAL (
        SELECT substring(placed.lookups FROM place * 5 + 1 FOR 5) AS number
        FROM generate_series(0, octet_length(placed.lookups) / 5 - 1) AS place
    ) AS numbers
GROUP BY 1;
DROP TABLE news.feature_terms;

CREATE TABLE news.packed_edges (
    later_id uuid PRIMARY KEY,
    tie_id uuid,
    earlier_ids bytea NOT NULL,
    millionths bytea NOT NULL,
    version text NOT NULL
);
INSERT INTO news.packed_edges (later_id, tie_id, earlier_ids, millionths, version)
SELECT
    later_id, (array_agg(earlier_id) FILTER (WHERE is_tie))[1],
    string_agg(uuid_send(earlier_id), '' ORDER BY earlier_id),
    string_agg(int4send(round(score * 1000000)::integer), '' ORDER BY earlier_id), max(version)
FROM news.edges
GROUP BY 1;
DROP TABLE news.edges;
ALTER TABLE news.packed_edges RENAME TO edges;
ALTER INDEX news.packed_edges_pkey RENAME TO edges_pkey;
CREATE INDEX edges_tied ON news.edges (tie_id) WHERE tie_id IS NOT NULL;
COMMENT ON TABLE news.edges IS 'Pairs of articles within reach of one story, with the scorer''s opinion of each pair: a row for each later article.';
COMMENT ON COLUMN news.edges.later_id IS 'The later article by (published_at, article_id).';
COMMENT ON COLUMN news.edges.tie_id IS 'The best match it has among the earlier: such ties make the groups within which stories are formed.';
COMMENT ON COLUMN news.edges.earlier_ids IS 'The earlier articles, 16 bytes each, ascending.';
COMMENT ON COLUMN news.edges.millionths IS 'How probably both report one event, in millionths: 4 bytes each, big-endian, in the order of earlier_ids.';
COMMENT ON COLUMN news.edges.version IS 'Version of the scorer.';

DROP TABLE staging.feature_terms, staging.features, staging.edges;
CREATE UNLOGGED TABLE staging.features (
    batch_id bigint NOT NULL,
    LIKE news.features INCLUDING COMMENTS,
    PRIMARY KEY (batch_id, article_id)
);
CREATE UNLOGGED TABLE staging.edges (
    batch_id bigint NOT NULL,
    LIKE news.edges INCLUDING COMMENTS,
    PRIMARY KEY (batch_id, later_id)
);
COMMENT ON TABLE staging.features IS 'Features of the batch''s new and revised articles: columns as in news.features.';
COMMENT ON COLUMN staging.features.batch_id IS 'The batch.';
COMMENT ON TABLE staging.edges IS 'Rows of news.edges as the batch makes them; an empty one goes.';
COMMENT ON COLUMN staging.edges.batch_id IS 'The batch.';
