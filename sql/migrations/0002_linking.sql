-- Copies and stories: what is kept of each article to recognise it by, who repeats whom, which articles are one story.
-- Writes: tables in news and staging. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE TABLE news.features (
    article_id uuid PRIMARY KEY,
    published_at timestamptz NOT NULL,
    publisher text NOT NULL,
    language text NOT NULL,
    flags text[] NOT NULL,
    role text NOT NULL CHECK (role IN ('member', 'follower', 'excluded')),
    fingerprint bytea NOT NULL,
    features bytea NOT NULL,
    terms bigint[] NOT NULL,
    copy_keys bigint[] NOT NULL,
    input_sha256 bytea NOT NULL,
    version text NOT NULL
);
CREATE INDEX features_published ON news.features (published_at);
COMMENT ON TABLE news.features IS 'What linking keeps of the current revision of an article; expired by event time.';
COMMENT ON COLUMN news.features.article_id IS 'The article.';
COMMENT ON COLUMN news.features.published_at IS 'Its event time.';
COMMENT ON COLUMN news.features.publisher IS 'Its publisher.';
COMMENT ON COLUMN news.features.language IS 'Its language, BCP 47.';
COMMENT ON COLUMN news.features.flags IS 'Its quality flags.';
COMMENT ON COLUMN news.features.role IS 'member: may found a story; follower: may only join one (paywall, stub); excluded: not linked (consent, not_article).';
COMMENT ON COLUMN news.features.fingerprint IS 'Fingerprint for copies (copies.Fingerprint.to_bytes).';
COMMENT ON COLUMN news.features.features IS 'Features for stories (stories.StoryFeatures.to_bytes).';
COMMENT ON COLUMN news.features.terms IS 'Lookup terms for stories, even numbers.';
COMMENT ON COLUMN news.features.copy_keys IS 'Lookup keys for copies, odd numbers.';
COMMENT ON COLUMN news.features.input_sha256 IS 'sha256 of all that the features were made from: the same again means nothing to do.';
COMMENT ON COLUMN news.features.version IS 'Versions of the code and model that made them.';

CREATE TABLE news.feature_terms (
    term bigint NOT NULL,
    published_at timestamptz NOT NULL,
    article_id uuid NOT NULL,
    PRIMARY KEY (term, published_at, article_id)
);
COMMENT ON TABLE news.feature_terms IS 'The candidate index: each lookup term and copy key of each article, in order of event time.';
COMMENT ON COLUMN news.feature_terms.term IS 'Lookup term (even) or copy key (odd).';
COMMENT ON COLUMN news.feature_terms.published_at IS 'Event time of the article.';
COMMENT ON COLUMN news.feature_terms.article_id IS 'The article.';

CREATE TABLE news.copies (
    article_id uuid NOT NULL,
    original_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('exact', 'near', 'part')),
    similarity double precision NOT NULL CHECK (similarity BETWEEN 0 AND 1),
    direction text NOT NULL CHECK (direction IN ('same', 'contained_in', 'contains')),
    shared_count integer NOT NULL,
    same_publisher boolean NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (article_id, original_id)
);
CREATE INDEX copies_original ON news.copies (original_id);
COMMENT ON TABLE news.copies IS 'Which article repeats which earlier one. One row per copy; of a round-up one per article it quotes.';
COMMENT ON COLUMN news.copies.article_id IS 'The later article, which repeats.';
COMMENT ON COLUMN news.copies.original_id IS 'The best earlier article (published_at, then article_id), which is repeated.';
COMMENT ON COLUMN news.copies.kind IS 'exact (same words), near (edited), part (one is contained in the other, or quoted in it).';
COMMENT ON COLUMN news.copies.similarity IS 'Share of the smaller text''s sampled shingles found in the larger, 0 to 1.';
COMMENT ON COLUMN news.copies.direction IS 'How the article stands to the original: same, contained_in, contains.';
COMMENT ON COLUMN news.copies.shared_count IS 'Sampled shingles in common.';
COMMENT ON COLUMN news.copies.same_publisher IS 'Both stand at one publisher: print, AMP, mobile or syndicated pages.';
COMMENT ON COLUMN news.copies.version IS 'Version of the code that found it.';

CREATE TABLE news.edges (
    later_id uuid NOT NULL,
    earlier_id uuid NOT NULL,
    score double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    is_tie boolean NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (later_id, earlier_id)
);
CREATE UNIQUE INDEX edges_tie ON news.edges (later_id) WHERE is_tie;
CREATE INDEX edges_tied ON news.edges (earlier_id) WHERE is_tie;
COMMENT ON TABLE news.edges IS 'Pairs of articles within reach of one story, with the scorer''s opinion of each pair.';
COMMENT ON COLUMN news.edges.is_tie IS 'The earlier is the best match the later has: such ties make the groups within which stories are formed.';
COMMENT ON COLUMN news.edges.later_id IS 'The later article by (published_at, article_id).';
COMMENT ON COLUMN news.edges.earlier_id IS 'The earlier article.';
COMMENT ON COLUMN news.edges.score IS 'How probably both report one event, 0 to 1.';
COMMENT ON COLUMN news.edges.version IS 'Version of the scorer.';

CREATE TABLE news.stories (
    story_id uuid PRIMARY KEY,
    founder_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    article_count integer NOT NULL,
    publisher_count integer NOT NULL,
    language_count integer NOT NULL,
    first_published_at timestamptz NOT NULL,
    last_published_at timestamptz NOT NULL,
    version text NOT NULL
);
CREATE INDEX stories_last_published ON news.stories (last_published_at);
COMMENT ON TABLE news.stories IS 'One row per story: the articles that report one event.';
COMMENT ON COLUMN news.stories.story_id IS 'Made from founder_id: first 128 bits of sha256("story:" + founder_id) as a UUID.';
COMMENT ON COLUMN news.stories.founder_id IS 'Its earliest article by (published_at, article_id).';
COMMENT ON COLUMN news.stories.lead_id IS 'The article to show for it: the one others copy, else the earliest of good quality.';
COMMENT ON COLUMN news.stories.article_count IS 'Articles in it.';
COMMENT ON COLUMN news.stories.publisher_count IS 'Publishers in it.';
COMMENT ON COLUMN news.stories.language_count IS 'Languages in it.';
COMMENT ON COLUMN news.stories.first_published_at IS 'Event time of its earliest article.';
COMMENT ON COLUMN news.stories.last_published_at IS 'Event time of its latest article.';
COMMENT ON COLUMN news.stories.version IS 'Version of the model that made it.';

CREATE TABLE news.members (
    article_id uuid PRIMARY KEY,
    story_id uuid NOT NULL
);
CREATE INDEX members_story ON news.members (story_id);
COMMENT ON TABLE news.members IS 'Which story an article belongs to. Articles of role excluded, and followers that nothing draws, have none.';
COMMENT ON COLUMN news.members.article_id IS 'The article.';
COMMENT ON COLUMN news.members.story_id IS 'Its story.';

CREATE TABLE news.aliases (
    alias_id uuid PRIMARY KEY,
    founder_id uuid NOT NULL,
    story_id uuid NOT NULL
);
CREATE INDEX aliases_founder ON news.aliases (founder_id);
CREATE INDEX aliases_story ON news.aliases (story_id);
COMMENT ON TABLE news.aliases IS 'Story ids that were once published and are no story''s id now: where their founder is today.';
COMMENT ON COLUMN news.aliases.alias_id IS 'The old story id.';
COMMENT ON COLUMN news.aliases.founder_id IS 'The article that decides where the old id leads: the one it was made from.';
COMMENT ON COLUMN news.aliases.story_id IS 'The living story that holds founder_id.';

CREATE TABLE news.overrides (
    override_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('together', 'apart')),
    article_id uuid NOT NULL,
    other_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    reason text NOT NULL,
    withdrawn_by text,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    UNIQUE (article_id, other_id, decision_id),
    CHECK (article_id < other_id)
);
CREATE INDEX overrides_other ON news.overrides (other_id);
COMMENT ON TABLE news.overrides IS 'What people decided about pairs of articles; stronger than the machine, kept for ever.';
COMMENT ON COLUMN news.overrides.override_id IS 'Number of the override.';
COMMENT ON COLUMN news.overrides.kind IS 'together: one story; apart: never one story.';
COMMENT ON COLUMN news.overrides.article_id IS 'One article.';
COMMENT ON COLUMN news.overrides.other_id IS 'The other article.';
COMMENT ON COLUMN news.overrides.decision_id IS 'The split or merge it came with: one decision makes several pairs.';
COMMENT ON COLUMN news.overrides.decided_by IS 'Who decided.';
COMMENT ON COLUMN news.overrides.decided_at IS 'When.';
COMMENT ON COLUMN news.overrides.reason IS 'Why, in the person''s words.';
COMMENT ON COLUMN news.overrides.withdrawn_by IS 'Who took the decision back; null while it holds.';
COMMENT ON COLUMN news.overrides.withdrawn_at IS 'When; null while it holds.';
COMMENT ON COLUMN news.overrides.withdrawn_reason IS 'Why; null while it holds.';

CREATE TABLE news.link_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    generation bigint NOT NULL
);
INSERT INTO news.link_state (generation) VALUES (0);
COMMENT ON TABLE news.link_state IS 'One row: how often links were published. Links made from an older state are refused.';
COMMENT ON COLUMN news.link_state.only_row IS 'Always true: keeps the table at one row.';
COMMENT ON COLUMN news.link_state.generation IS 'Number of the last publication of links.';

CREATE UNLOGGED TABLE staging.link_runs (
    batch_id bigint PRIMARY KEY,
    generation bigint NOT NULL
);
COMMENT ON TABLE staging.link_runs IS 'Which state of news the batch''s links were made from.';
COMMENT ON COLUMN staging.link_runs.batch_id IS 'The batch.';
COMMENT ON COLUMN staging.link_runs.generation IS 'news.link_state.generation when the batch was linked.';

CREATE UNLOGGED TABLE staging.features (
    batch_id bigint NOT NULL,
    article_id uuid NOT NULL,
    published_at timestamptz NOT NULL,
    publisher text NOT NULL,
    language text NOT NULL,
    flags text[] NOT NULL,
    role text NOT NULL,
    fingerprint bytea NOT NULL,
    features bytea NOT NULL,
    terms bigint[] NOT NULL,
    copy_keys bigint[] NOT NULL,
    input_sha256 bytea NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (batch_id, article_id)
);
CREATE UNLOGGED TABLE staging.feature_terms (
    batch_id bigint NOT NULL,
    term bigint NOT NULL,
    published_at timestamptz NOT NULL,
    article_id uuid NOT NULL,
    PRIMARY KEY (batch_id, term, published_at, article_id)
);
CREATE UNLOGGED TABLE staging.copies (
    batch_id bigint NOT NULL,
    article_id uuid NOT NULL,
    original_id uuid,
    kind text,
    similarity double precision,
    direction text,
    shared_count integer,
    same_publisher boolean,
    version text,
    UNIQUE NULLS NOT DISTINCT (batch_id, article_id, original_id)
);
CREATE UNLOGGED TABLE staging.edges (
    batch_id bigint NOT NULL,
    later_id uuid NOT NULL,
    earlier_id uuid NOT NULL,
    score double precision,
    is_tie boolean,
    version text,
    PRIMARY KEY (batch_id, later_id, earlier_id)
);
CREATE UNLOGGED TABLE staging.members (
    batch_id bigint NOT NULL,
    article_id uuid NOT NULL,
    story_id uuid,
    PRIMARY KEY (batch_id, article_id)
);
CREATE UNLOGGED TABLE staging.stories (
    batch_id bigint NOT NULL,
    story_id uuid NOT NULL,
    founder_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    article_count integer NOT NULL,
    publisher_count integer NOT NULL,
    language_count integer NOT NULL,
    first_published_at timestamptz NOT NULL,
    last_published_at timestamptz NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (batch_id, story_id)
);
CREATE UNLOGGED TABLE staging.aliases (
    batch_id bigint NOT NULL,
    alias_id uuid NOT NULL,
    founder_id uuid,
    story_id uuid,
    PRIMARY KEY (batch_id, alias_id)
);
COMMENT ON TABLE staging.features IS 'Features of the batch''s new and revised articles: columns as in news.features.';
COMMENT ON TABLE staging.feature_terms IS 'Candidate index over staging.features: columns as in news.feature_terms.';
COMMENT ON TABLE staging.copies IS 'All copy links of the articles whose copy links the batch touches; a row without original: it repeats no one.';
COMMENT ON TABLE staging.edges IS 'Edges the batch adds or changes; without score: edges it takes away.';
COMMENT ON TABLE staging.members IS 'Memberships the batch adds or changes; without story: memberships it takes away.';
COMMENT ON TABLE staging.stories IS 'Stories the batch touches, as they will be.';
COMMENT ON TABLE staging.aliases IS 'Story ids the batch retires; without story: nothing is left of it.';

DO $$
DECLARE
    described record;
BEGIN
    FOR described IN
        SELECT mine.relname, field.attname,
            coalesce(col_description(twin.oid, theirs.attnum), 'The batch.') AS description
        FROM pg_class AS mine
        JOIN pg_attribute AS field ON field.attrelid = mine.oid AND field.attnum > 0
        JOIN pg_class AS twin ON twin.relname = mine.relname AND twin.relnamespace = 'news'::regnamespace
        LEFT JOIN pg_attribute AS theirs ON theirs.attrelid = twin.oid AND theirs.attname = field.attname
        WHERE mine.relnamespace = 'staging'::regnamespace
            AND mine.relname IN ('features', 'feature_terms', 'copies', 'edges', 'members', 'stories', 'aliases')
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN staging.%I.%I IS %L', described.relname, described.attname, described.description
        );
    END LOOP;
END
$$;
