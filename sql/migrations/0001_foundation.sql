-- What was captured, what is being read, what is published, and the books of every batch.
-- Writes: schemas raw, staging, news, serve with their first tables. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE SCHEMA raw;
COMMENT ON SCHEMA raw IS 'What was captured and what became of it: feeds, polls, entries, pages, snapshots, batches, rejects.';
CREATE SCHEMA staging;
COMMENT ON SCHEMA staging IS 'What a running batch has read and linked, before audit and publish. Emptied when the batch is published.';
CREATE SCHEMA news;
COMMENT ON SCHEMA news IS 'The published truth behind the views of serve. May change from version to version.';
CREATE SCHEMA serve;
COMMENT ON SCHEMA serve IS 'The contract with downstream readers: versioned views. Read these only.';

CREATE TABLE raw.batches (
    batch_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    interval_start timestamptz NOT NULL,
    interval_end timestamptz NOT NULL,
    mode text NOT NULL CHECK (mode IN ('live', 'replay', 'empty')),
    run_id text NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'published')),
    opened_at timestamptz NOT NULL,
    published_at timestamptz,
    publish_count integer NOT NULL DEFAULT 0,
    own_outage boolean NOT NULL DEFAULT false,
    feeds_due integer NOT NULL DEFAULT 0,
    feeds_ok integer NOT NULL DEFAULT 0,
    feeds_unchanged integer NOT NULL DEFAULT 0,
    feeds_rejected integer NOT NULL DEFAULT 0,
    feeds_deferred integer NOT NULL DEFAULT 0,
    entries_seen integer NOT NULL DEFAULT 0,
    entries_new integer NOT NULL DEFAULT 0,
    entries_known integer NOT NULL DEFAULT 0,
    entries_rejected integer NOT NULL DEFAULT 0,
    entries_deferred integer NOT NULL DEFAULT 0,
    pages_due integer NOT NULL DEFAULT 0,
    pages_ok integer NOT NULL DEFAULT 0,
    pages_unchanged integer NOT NULL DEFAULT 0,
    pages_rejected integer NOT NULL DEFAULT 0,
    pages_deferred integer NOT NULL DEFAULT 0,
    articles_due integer NOT NULL DEFAULT 0,
    articles_new integer NOT NULL DEFAULT 0,
    articles_revised integer NOT NULL DEFAULT 0,
    articles_unchanged integer NOT NULL DEFAULT 0,
    articles_rejected integer NOT NULL DEFAULT 0,
    reasons jsonb NOT NULL DEFAULT '{}',
    UNIQUE (interval_end, interval_start),
    CHECK (interval_start <= interval_end)
);
COMMENT ON TABLE raw.batches IS 'The ledger: one row per batch, with its books.';
COMMENT ON COLUMN raw.batches.batch_id IS 'Number of the batch.';
COMMENT ON COLUMN raw.batches.interval_start IS 'Start of the data interval; equal to interval_end for a run triggered by hand.';
COMMENT ON COLUMN raw.batches.interval_end IS 'End of the data interval: the moment of a live poll.';
COMMENT ON COLUMN raw.batches.mode IS 'How the last run worked: live (polled), replay (read captures again), empty (a past interval without captures).';
COMMENT ON COLUMN raw.batches.run_id IS 'Airflow''s run id of the last run.';
COMMENT ON COLUMN raw.batches.state IS 'open while a run works on it, published when its rows are in news.';
COMMENT ON COLUMN raw.batches.opened_at IS 'When the last run opened the batch.';
COMMENT ON COLUMN raw.batches.published_at IS 'When its rows last became visible; null while never published.';
COMMENT ON COLUMN raw.batches.publish_count IS 'How often the batch was published: 1, and one more per replay.';
COMMENT ON COLUMN raw.batches.own_outage IS 'Nearly every host failed at once: held to be our own network''s fault, so nobody''s failure count moved.';
COMMENT ON COLUMN raw.batches.feeds_due IS 'Feeds to poll = feeds_ok + feeds_unchanged + feeds_rejected + feeds_deferred.';
COMMENT ON COLUMN raw.batches.feeds_ok IS 'Feeds that answered with a changed document that could be read.';
COMMENT ON COLUMN raw.batches.feeds_unchanged IS 'Feeds that answered 304 or with the bytes already known.';
COMMENT ON COLUMN raw.batches.feeds_rejected IS 'Feeds whose answer was no feed, or refused for good.';
COMMENT ON COLUMN raw.batches.feeds_deferred IS 'Feeds that failed for now and are polled again later.';
COMMENT ON COLUMN raw.batches.entries_seen IS 'Entries in the documents = entries_new + entries_known + entries_rejected + entries_deferred.';
COMMENT ON COLUMN raw.batches.entries_new IS 'Entries seen for the first time in this batch.';
COMMENT ON COLUMN raw.batches.entries_known IS 'Entries an earlier batch, or an earlier place in this one, had already.';
COMMENT ON COLUMN raw.batches.entries_rejected IS 'Entries without a usable link.';
COMMENT ON COLUMN raw.batches.entries_deferred IS 'Entries put off to a later batch.';
COMMENT ON COLUMN raw.batches.pages_due IS 'Pages to fetch = pages_ok + pages_unchanged + pages_rejected + pages_deferred.';
COMMENT ON COLUMN raw.batches.pages_ok IS 'Pages captured with new bytes.';
COMMENT ON COLUMN raw.batches.pages_unchanged IS 'Pages that answered 304 or with the bytes already known.';
COMMENT ON COLUMN raw.batches.pages_rejected IS 'Pages given up for good: gone, forbidden, too large.';
COMMENT ON COLUMN raw.batches.pages_deferred IS 'Pages that failed for now and are fetched again by a later batch.';
COMMENT ON COLUMN raw.batches.articles_due IS 'Captured pages to read = articles_new + articles_revised + articles_unchanged + articles_rejected.';
COMMENT ON COLUMN raw.batches.articles_new IS 'Articles that were not in the warehouse before the batch first read them.';
COMMENT ON COLUMN raw.batches.articles_revised IS 'Articles whose content was new.';
COMMENT ON COLUMN raw.batches.articles_unchanged IS 'Articles read again with the content already known.';
COMMENT ON COLUMN raw.batches.articles_rejected IS 'Pages that hold no article.';
COMMENT ON COLUMN raw.batches.reasons IS 'Counts of rejects and deferrals: {"stage:reason": count}.';

CREATE TABLE raw.feeds (
    feed_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url text NOT NULL,
    url_sha256 bytea NOT NULL UNIQUE,
    title text,
    publisher text NOT NULL,
    category text,
    home_url text,
    language text,
    feed_format text,
    hub_url text,
    self_url text,
    ttl_s integer,
    update_period_s integer,
    added_at timestamptz NOT NULL,
    removed_at timestamptz,
    paused_reason text,
    paused_at timestamptz,
    next_poll_at timestamptz NOT NULL,
    last_polled_at timestamptz,
    last_success_at timestamptz,
    last_changed_at timestamptz,
    last_new_at timestamptz,
    etag text,
    last_modified text,
    body_sha256 bytea,
    schedule jsonb NOT NULL DEFAULT '{}',
    failure_count integer NOT NULL DEFAULT 0,
    last_failure text,
    overflow_count integer NOT NULL DEFAULT 0,
    previous_urls text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX feeds_due ON raw.feeds (next_poll_at) WHERE paused_at IS NULL AND removed_at IS NULL;
COMMENT ON TABLE raw.feeds IS 'The feed registry: what is polled, when next, and what the last polls taught.';
COMMENT ON COLUMN raw.feeds.feed_id IS 'Number of the feed.';
COMMENT ON COLUMN raw.feeds.url IS 'Where the feed is polled now.';
COMMENT ON COLUMN raw.feeds.url_sha256 IS 'sha256 of url, for the unique index.';
COMMENT ON COLUMN raw.feeds.title IS 'Title from the feed or the list it came with.';
COMMENT ON COLUMN raw.feeds.publisher IS 'Registrable domain of url.';
COMMENT ON COLUMN raw.feeds.category IS 'Group of the list it came with.';
COMMENT ON COLUMN raw.feeds.home_url IS 'The site the feed says it belongs to.';
COMMENT ON COLUMN raw.feeds.language IS 'Language the feed declares, BCP 47.';
COMMENT ON COLUMN raw.feeds.feed_format IS 'rss20, atom10, rdf, json11 and so on, as last read.';
COMMENT ON COLUMN raw.feeds.hub_url IS 'WebSub hub the feed announces.';
COMMENT ON COLUMN raw.feeds.self_url IS 'Address the feed gives itself.';
COMMENT ON COLUMN raw.feeds.ttl_s IS 'The feed''s ttl in seconds.';
COMMENT ON COLUMN raw.feeds.update_period_s IS 'The feed''s sy:updatePeriod over sy:updateFrequency in seconds.';
COMMENT ON COLUMN raw.feeds.added_at IS 'When it was added.';
COMMENT ON COLUMN raw.feeds.removed_at IS 'When it was removed from polling; its articles stay.';
COMMENT ON COLUMN raw.feeds.paused_reason IS 'Why it is paused: gone (410), or what a person said.';
COMMENT ON COLUMN raw.feeds.paused_at IS 'Since when it is paused; null while it is polled.';
COMMENT ON COLUMN raw.feeds.next_poll_at IS 'When it is due.';
COMMENT ON COLUMN raw.feeds.last_polled_at IS 'When it was last asked.';
COMMENT ON COLUMN raw.feeds.last_success_at IS 'When it last answered properly, changed or not.';
COMMENT ON COLUMN raw.feeds.last_changed_at IS 'When its document last changed and was read: entries last seen then are still carried.';
COMMENT ON COLUMN raw.feeds.last_new_at IS 'When it last brought a new entry.';
COMMENT ON COLUMN raw.feeds.etag IS 'ETag of the last full answer.';
COMMENT ON COLUMN raw.feeds.last_modified IS 'Last-Modified of the last full answer.';
COMMENT ON COLUMN raw.feeds.body_sha256 IS 'sha256 of the last full answer''s decoded body.';
COMMENT ON COLUMN raw.feeds.schedule IS 'State of the poll planner (feeds.schedule): rhythm, moves seen, lying validators.';
COMMENT ON COLUMN raw.feeds.failure_count IS 'Failures in a row.';
COMMENT ON COLUMN raw.feeds.last_failure IS 'Reason of the last failure.';
COMMENT ON COLUMN raw.feeds.overflow_count IS 'Polls that shared no entry with the one before: items may have been missed.';
COMMENT ON COLUMN raw.feeds.previous_urls IS 'Addresses it had before it moved.';

CREATE TABLE raw.snapshots (
    snapshot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id bigint NOT NULL REFERENCES raw.batches,
    kind text NOT NULL CHECK (kind IN ('feed', 'page')),
    feed_id bigint REFERENCES raw.feeds,
    page_id uuid,
    url text NOT NULL,
    final_url text NOT NULL,
    status smallint NOT NULL,
    fetched_at timestamptz NOT NULL,
    file text NOT NULL,
    file_offset bigint NOT NULL,
    length integer NOT NULL,
    payload_sha256 bytea NOT NULL
);
CREATE UNIQUE INDEX snapshots_item ON raw.snapshots (batch_id, kind, coalesce(feed_id, 0), page_id) NULLS NOT DISTINCT;
CREATE INDEX snapshots_page ON raw.snapshots (page_id) WHERE page_id IS NOT NULL;
COMMENT ON TABLE raw.snapshots IS 'One HTTP response kept in the archive: which record, of which batch.';
COMMENT ON COLUMN raw.snapshots.snapshot_id IS 'Number of the snapshot.';
COMMENT ON COLUMN raw.snapshots.batch_id IS 'Batch that captured it.';
COMMENT ON COLUMN raw.snapshots.kind IS 'feed or page.';
COMMENT ON COLUMN raw.snapshots.feed_id IS 'The feed polled, for kind feed.';
COMMENT ON COLUMN raw.snapshots.page_id IS 'The page fetched, for kind page.';
COMMENT ON COLUMN raw.snapshots.url IS 'Address asked for.';
COMMENT ON COLUMN raw.snapshots.final_url IS 'Address that answered, after redirects.';
COMMENT ON COLUMN raw.snapshots.status IS 'HTTP status.';
COMMENT ON COLUMN raw.snapshots.fetched_at IS 'When the answer was complete.';
COMMENT ON COLUMN raw.snapshots.file IS 'WARC file, relative to the archive''s root.';
COMMENT ON COLUMN raw.snapshots.file_offset IS 'Byte where its gzip member begins.';
COMMENT ON COLUMN raw.snapshots.length IS 'Bytes of its gzip member.';
COMMENT ON COLUMN raw.snapshots.payload_sha256 IS 'sha256 of the payload as received; checked at every reading.';

CREATE TABLE raw.polls (
    batch_id bigint NOT NULL REFERENCES raw.batches,
    feed_id bigint NOT NULL REFERENCES raw.feeds,
    shard integer NOT NULL,
    outcome text CHECK (outcome IN ('ok', 'unchanged', 'rejected', 'deferred')),
    reason text,
    detail text,
    polled_at timestamptz,
    status smallint,
    elapsed_s real,
    snapshot_id bigint REFERENCES raw.snapshots,
    entry_count integer NOT NULL DEFAULT 0,
    new_count integer NOT NULL DEFAULT 0,
    known_count integer NOT NULL DEFAULT 0,
    rejected_count integer NOT NULL DEFAULT 0,
    overflow boolean NOT NULL DEFAULT false,
    PRIMARY KEY (batch_id, feed_id)
);
CREATE INDEX polls_feed ON raw.polls (feed_id, batch_id DESC);
COMMENT ON TABLE raw.polls IS 'One reading of a feed in a batch, planned and then answered.';
COMMENT ON COLUMN raw.polls.batch_id IS 'The batch.';
COMMENT ON COLUMN raw.polls.feed_id IS 'The feed.';
COMMENT ON COLUMN raw.polls.shard IS 'Mapped task that works on it.';
COMMENT ON COLUMN raw.polls.outcome IS 'ok, unchanged, rejected or deferred; null while planned only.';
COMMENT ON COLUMN raw.polls.reason IS 'Slug of a reject or deferral.';
COMMENT ON COLUMN raw.polls.detail IS 'One line for a person.';
COMMENT ON COLUMN raw.polls.polled_at IS 'When it was asked.';
COMMENT ON COLUMN raw.polls.status IS 'HTTP status; null when there was no answer.';
COMMENT ON COLUMN raw.polls.elapsed_s IS 'Seconds the answer took.';
COMMENT ON COLUMN raw.polls.snapshot_id IS 'The captured document; null when unchanged or failed.';
COMMENT ON COLUMN raw.polls.entry_count IS 'Entries in the document.';
COMMENT ON COLUMN raw.polls.new_count IS 'Of these, seen for the first time.';
COMMENT ON COLUMN raw.polls.known_count IS 'Of these, known before, or repeated in the document.';
COMMENT ON COLUMN raw.polls.rejected_count IS 'Of these, without a usable link.';
COMMENT ON COLUMN raw.polls.overflow IS 'No entry in common with the poll before: items may have been missed.';

CREATE TABLE raw.entries (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed_id bigint NOT NULL REFERENCES raw.feeds,
    guid_sha256 bytea NOT NULL,
    guid text NOT NULL,
    url text NOT NULL,
    page_id uuid NOT NULL,
    title text,
    summary text,
    authors text[] NOT NULL DEFAULT '{}',
    published_at timestamptz,
    published_raw text,
    updated_at timestamptz,
    language text,
    flags text[] NOT NULL DEFAULT '{}',
    first_batch_id bigint NOT NULL REFERENCES raw.batches,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    UNIQUE (feed_id, guid_sha256)
);
CREATE INDEX entries_page ON raw.entries (page_id);
COMMENT ON TABLE raw.entries IS 'One item in a feed, keyed by feed and guid (the link where it has no guid).';
COMMENT ON COLUMN raw.entries.entry_id IS 'Number of the entry.';
COMMENT ON COLUMN raw.entries.feed_id IS 'The feed that carries it.';
COMMENT ON COLUMN raw.entries.guid_sha256 IS 'sha256 of guid, for the unique index.';
COMMENT ON COLUMN raw.entries.guid IS 'The feed''s id for it.';
COMMENT ON COLUMN raw.entries.url IS 'Absolute link as the feed gives it.';
COMMENT ON COLUMN raw.entries.page_id IS 'The page it links to, from the canonicalised link.';
COMMENT ON COLUMN raw.entries.title IS 'Headline as plain text, as last seen.';
COMMENT ON COLUMN raw.entries.summary IS 'Summary as plain text, as last seen.';
COMMENT ON COLUMN raw.entries.authors IS 'Authors the feed names.';
COMMENT ON COLUMN raw.entries.published_at IS 'Publication time the feed gives, clamped; null when it gives none.';
COMMENT ON COLUMN raw.entries.published_raw IS 'That time as written.';
COMMENT ON COLUMN raw.entries.updated_at IS 'Update time the feed gives.';
COMMENT ON COLUMN raw.entries.language IS 'Language the entry or its feed declares.';
COMMENT ON COLUMN raw.entries.flags IS 'What was repaired: guid_missing, date_future and so on.';
COMMENT ON COLUMN raw.entries.first_batch_id IS 'Batch that saw it first.';
COMMENT ON COLUMN raw.entries.first_seen_at IS 'When it was first seen.';
COMMENT ON COLUMN raw.entries.last_seen_at IS 'When the feed last carried it.';

CREATE TABLE raw.pages (
    page_id uuid PRIMARY KEY,
    url text NOT NULL,
    host text NOT NULL,
    article_id uuid,
    first_seen_at timestamptz NOT NULL,
    next_fetch_at timestamptz,
    attempt_count integer NOT NULL DEFAULT 0,
    capture_count integer NOT NULL DEFAULT 0,
    first_captured_at timestamptz,
    last_captured_at timestamptz,
    etag text,
    last_modified text,
    payload_sha256 bytea,
    last_outcome text,
    last_reason text,
    final_url text
);
CREATE INDEX pages_due ON raw.pages (next_fetch_at) WHERE next_fetch_at IS NOT NULL;
CREATE INDEX pages_article ON raw.pages (article_id) WHERE article_id IS NOT NULL;
COMMENT ON TABLE raw.pages IS 'Every page entries link to: when to fetch it, and which article it turned out to be.';
COMMENT ON COLUMN raw.pages.page_id IS 'First 128 bits of the sha256 of the canonicalised link, as a UUID.';
COMMENT ON COLUMN raw.pages.url IS 'The canonicalised link.';
COMMENT ON COLUMN raw.pages.host IS 'Registrable domain: one mapped task gets all pages of a host.';
COMMENT ON COLUMN raw.pages.article_id IS 'The article read from it (redirects and rel=canonical may name another address); null until read.';
COMMENT ON COLUMN raw.pages.first_seen_at IS 'When an entry first linked to it.';
COMMENT ON COLUMN raw.pages.next_fetch_at IS 'When it is due; null when nothing is planned.';
COMMENT ON COLUMN raw.pages.attempt_count IS 'Failed tries in a row.';
COMMENT ON COLUMN raw.pages.capture_count IS 'How often it was looked at successfully.';
COMMENT ON COLUMN raw.pages.first_captured_at IS 'First successful fetch.';
COMMENT ON COLUMN raw.pages.last_captured_at IS 'Last successful fetch.';
COMMENT ON COLUMN raw.pages.etag IS 'ETag of the last full answer.';
COMMENT ON COLUMN raw.pages.last_modified IS 'Last-Modified of the last full answer.';
COMMENT ON COLUMN raw.pages.payload_sha256 IS 'sha256 of the last full answer.';
COMMENT ON COLUMN raw.pages.final_url IS 'Address that answered last, after redirects.';
COMMENT ON COLUMN raw.pages.last_outcome IS 'Outcome of the last fetch.';
COMMENT ON COLUMN raw.pages.last_reason IS 'Reason of the last reject or deferral.';

CREATE TABLE raw.fetches (
    batch_id bigint NOT NULL REFERENCES raw.batches,
    page_id uuid NOT NULL REFERENCES raw.pages,
    shard integer NOT NULL,
    outcome text CHECK (outcome IN ('ok', 'unchanged', 'rejected', 'deferred')),
    reason text,
    detail text,
    fetched_at timestamptz,
    status smallint,
    elapsed_s real,
    snapshot_id bigint REFERENCES raw.snapshots,
    PRIMARY KEY (batch_id, page_id)
);
COMMENT ON TABLE raw.fetches IS 'One look at a page in a batch, planned and then answered.';
COMMENT ON COLUMN raw.fetches.batch_id IS 'The batch.';
COMMENT ON COLUMN raw.fetches.page_id IS 'The page.';
COMMENT ON COLUMN raw.fetches.shard IS 'Mapped task that works on it.';
COMMENT ON COLUMN raw.fetches.outcome IS 'ok, unchanged, rejected or deferred; null while planned only.';
COMMENT ON COLUMN raw.fetches.reason IS 'Slug of a reject or deferral.';
COMMENT ON COLUMN raw.fetches.detail IS 'One line for a person.';
COMMENT ON COLUMN raw.fetches.fetched_at IS 'When it was asked.';
COMMENT ON COLUMN raw.fetches.status IS 'HTTP status; null when there was no answer.';
COMMENT ON COLUMN raw.fetches.elapsed_s IS 'Seconds the answer took.';
COMMENT ON COLUMN raw.fetches.snapshot_id IS 'The captured page; null when unchanged or failed.';

CREATE TABLE raw.readings (
    batch_id bigint NOT NULL REFERENCES raw.batches,
    snapshot_id bigint NOT NULL REFERENCES raw.snapshots,
    shard integer NOT NULL,
    outcome text CHECK (outcome IN ('ok', 'rejected')),
    article_id uuid,
    reason text,
    detail text,
    PRIMARY KEY (batch_id, snapshot_id)
);
COMMENT ON TABLE raw.readings IS 'One captured page to read in a batch, planned and then done.';
COMMENT ON COLUMN raw.readings.batch_id IS 'The batch.';
COMMENT ON COLUMN raw.readings.snapshot_id IS 'The captured page.';
COMMENT ON COLUMN raw.readings.shard IS 'Mapped task that works on it.';
COMMENT ON COLUMN raw.readings.outcome IS 'ok or rejected; null while planned only.';
COMMENT ON COLUMN raw.readings.article_id IS 'The article read from it.';
COMMENT ON COLUMN raw.readings.reason IS 'Slug of a reject.';
COMMENT ON COLUMN raw.readings.detail IS 'One line for a person.';

CREATE TABLE raw.rejects (
    batch_id bigint NOT NULL REFERENCES raw.batches,
    stage text NOT NULL,
    item_sha256 bytea NOT NULL,
    item text NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    retryable boolean NOT NULL,
    rejected_at timestamptz NOT NULL,
    PRIMARY KEY (batch_id, stage, item_sha256)
);
CREATE INDEX rejects_reason ON raw.rejects (reason, rejected_at);
COMMENT ON TABLE raw.rejects IS 'Items that ended, or paused, without becoming an article.';
COMMENT ON COLUMN raw.rejects.batch_id IS 'The batch.';
COMMENT ON COLUMN raw.rejects.stage IS 'poll, entry, fetch or read.';
COMMENT ON COLUMN raw.rejects.item_sha256 IS 'sha256 of item, for the unique index.';
COMMENT ON COLUMN raw.rejects.item IS 'The address or key of the item.';
COMMENT ON COLUMN raw.rejects.reason IS 'Stable slug.';
COMMENT ON COLUMN raw.rejects.detail IS 'One line for a person.';
COMMENT ON COLUMN raw.rejects.retryable IS 'True: a later batch tries again. False: final.';
COMMENT ON COLUMN raw.rejects.rejected_at IS 'When.';

CREATE TABLE raw.holds (
    host text PRIMARY KEY,
    held_until timestamptz NOT NULL
);
COMMENT ON TABLE raw.holds IS 'Hosts that asked for no requests for a while (429, Retry-After).';
COMMENT ON COLUMN raw.holds.host IS 'Host and port that asked.';
COMMENT ON COLUMN raw.holds.held_until IS 'Until when.';

CREATE TABLE raw.robots (
    origin text PRIMARY KEY,
    fetched_at timestamptz NOT NULL,
    status smallint NOT NULL,
    text text NOT NULL
);
COMMENT ON TABLE raw.robots IS 'robots.txt of each server, kept for a day.';
COMMENT ON COLUMN raw.robots.origin IS 'Scheme, host and port.';
COMMENT ON COLUMN raw.robots.fetched_at IS 'When it was asked.';
COMMENT ON COLUMN raw.robots.status IS 'HTTP status.';
COMMENT ON COLUMN raw.robots.text IS 'The file; empty unless the status is 2xx.';

CREATE TABLE news.articles (
    article_id uuid PRIMARY KEY,
    publisher text NOT NULL,
    canonical_url text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    authors text[] NOT NULL,
    language text NOT NULL,
    language_confidence real NOT NULL,
    declared_languages jsonb NOT NULL,
    sitename text,
    section text,
    keywords text[] NOT NULL,
    image_url text,
    is_free boolean,
    source_agency text,
    reservations text[] NOT NULL,
    flags text[] NOT NULL,
    published_at timestamptz NOT NULL,
    published_from text NOT NULL,
    modified_at timestamptz,
    first_seen_at timestamptz NOT NULL,
    captured_at timestamptz NOT NULL,
    content_sha256 bytea NOT NULL,
    batch_id bigint NOT NULL REFERENCES raw.batches,
    snapshot_id bigint NOT NULL REFERENCES raw.snapshots,
    reader_version text NOT NULL
);
CREATE INDEX articles_published ON news.articles (published_at, article_id);
CREATE INDEX articles_publisher ON news.articles (publisher, published_at);
CREATE INDEX articles_language ON news.articles (language, published_at);
COMMENT ON TABLE news.articles IS 'One row per article: its latest revision.';

CREATE TABLE news.revisions (
    article_id uuid NOT NULL REFERENCES news.articles,
    content_sha256 bytea NOT NULL,
    captured_at timestamptz NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    authors text[] NOT NULL,
    language text NOT NULL,
    modified_at timestamptz,
    flags text[] NOT NULL,
    batch_id bigint NOT NULL REFERENCES raw.batches,
    snapshot_id bigint NOT NULL REFERENCES raw.snapshots,
    reader_version text NOT NULL,
    PRIMARY KEY (article_id, content_sha256)
);
COMMENT ON TABLE news.revisions IS 'One row per distinct content of an article; append-only.';
COMMENT ON COLUMN news.revisions.article_id IS 'The article.';
COMMENT ON COLUMN news.revisions.content_sha256 IS 'sha256 of the normalised title and body.';
COMMENT ON COLUMN news.revisions.captured_at IS 'When this content was first captured.';
COMMENT ON COLUMN news.revisions.title IS 'Headline of this revision.';
COMMENT ON COLUMN news.revisions.body IS 'Text of this revision, paragraphs parted by newlines.';
COMMENT ON COLUMN news.revisions.authors IS 'Authors of this revision.';
COMMENT ON COLUMN news.revisions.language IS 'Language of this revision, BCP 47.';
COMMENT ON COLUMN news.revisions.modified_at IS 'Modification time the page stated.';
COMMENT ON COLUMN news.revisions.flags IS 'Quality flags of this revision.';
COMMENT ON COLUMN news.revisions.batch_id IS 'Batch that captured it first.';
COMMENT ON COLUMN news.revisions.snapshot_id IS 'Snapshot it was read from.';
COMMENT ON COLUMN news.revisions.reader_version IS 'Version of the code that read it.';

COMMENT ON COLUMN news.articles.article_id IS 'First 128 bits of the sha256 of canonical_url, as a UUID: the same in every warehouse.';
COMMENT ON COLUMN news.articles.publisher IS 'Registrable domain of canonical_url.';
COMMENT ON COLUMN news.articles.canonical_url IS 'The one address of the article.';
COMMENT ON COLUMN news.articles.title IS 'Headline, without the site''s name.';
COMMENT ON COLUMN news.articles.body IS 'Text, paragraphs parted by newlines.';
COMMENT ON COLUMN news.articles.authors IS 'People who wrote it, as the page names them.';
COMMENT ON COLUMN news.articles.language IS 'Language detected, BCP 47; und when nobody knows.';
COMMENT ON COLUMN news.articles.language_confidence IS 'How sure, 0 to 1.';
COMMENT ON COLUMN news.articles.declared_languages IS 'What feed and page declared: {"where": "tag"}.';
COMMENT ON COLUMN news.articles.sitename IS 'Name of the outlet as the page gives it.';
COMMENT ON COLUMN news.articles.section IS 'Section as the page gives it.';
COMMENT ON COLUMN news.articles.keywords IS 'Keywords as the page gives them.';
COMMENT ON COLUMN news.articles.image_url IS 'Lead image.';
COMMENT ON COLUMN news.articles.is_free IS 'isAccessibleForFree; null when not stated.';
COMMENT ON COLUMN news.articles.source_agency IS 'News agency named as the source.';
COMMENT ON COLUMN news.articles.reservations IS 'Rights reserved against machine use: noai, tdm-reservation.';
COMMENT ON COLUMN news.articles.flags IS 'Quality flags: paywall, consent, stub, gallery, video, live_blog, not_article.';
COMMENT ON COLUMN news.articles.published_at IS 'Event time: page, else feed, else first seen; never after the first capture.';
COMMENT ON COLUMN news.articles.published_from IS 'Where published_at comes from: page, feed or first_seen.';
COMMENT ON COLUMN news.articles.modified_at IS 'Modification time the page states.';
COMMENT ON COLUMN news.articles.first_seen_at IS 'When a feed first carried it.';
COMMENT ON COLUMN news.articles.captured_at IS 'When the latest revision was captured.';
COMMENT ON COLUMN news.articles.content_sha256 IS 'sha256 of the normalised title and body.';
COMMENT ON COLUMN news.articles.batch_id IS 'Batch of the latest revision.';
COMMENT ON COLUMN news.articles.snapshot_id IS 'Snapshot of the latest revision.';
COMMENT ON COLUMN news.articles.reader_version IS 'Version of the code that read it.';

CREATE TABLE news.changes (
    change_id bigint PRIMARY KEY,
    changed_at timestamptz NOT NULL,
    batch_id bigint REFERENCES raw.batches,
    kind text NOT NULL CHECK (kind IN (
        'article_new', 'article_revised', 'article_read_again', 'story_assigned', 'story_joined', 'copy_changed'
    )),
    article_id uuid,
    story_id uuid,
    former_story_id uuid
);
COMMENT ON TABLE news.changes IS 'What changed, numbered without gaps in the order of commits.';
COMMENT ON COLUMN news.changes.change_id IS 'Number of the change: a cursor for readers.';
COMMENT ON COLUMN news.changes.changed_at IS 'When the batch was published.';
COMMENT ON COLUMN news.changes.batch_id IS 'Batch that brought it; null for a person''s decision.';
COMMENT ON COLUMN news.changes.kind IS 'article_new, article_revised (new content), article_read_again (new reading of old bytes), story_assigned (article changed story), story_joined (old id is an alias now), copy_changed.';
COMMENT ON COLUMN news.changes.article_id IS 'The article; null for story_joined.';
COMMENT ON COLUMN news.changes.story_id IS 'The story it belongs to now.';
COMMENT ON COLUMN news.changes.former_story_id IS 'The story it belonged to, or the id that became an alias.';

CREATE TABLE staging.articles (
    batch_id bigint NOT NULL,
    article_id uuid NOT NULL,
    publisher text NOT NULL,
    canonical_url text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    authors text[] NOT NULL,
    language text NOT NULL,
    language_confidence real NOT NULL,
    declared_languages jsonb NOT NULL,
    sitename text,
    section text,
    keywords text[] NOT NULL,
    image_url text,
    is_free boolean,
    source_agency text,
    reservations text[] NOT NULL,
    flags text[] NOT NULL,
    published_at timestamptz NOT NULL,
    published_from text NOT NULL,
    modified_at timestamptz,
    first_seen_at timestamptz NOT NULL,
    captured_at timestamptz NOT NULL,
    content_sha256 bytea NOT NULL,
    snapshot_id bigint NOT NULL,
    reader_version text NOT NULL,
    PRIMARY KEY (batch_id, article_id)
);
COMMENT ON TABLE staging.articles IS 'What a running batch has read: columns as in news.articles, before audit and publish.';

DO $$
DECLARE
    described record;
BEGIN
    FOR described IN
        SELECT mine.attname, col_description('news.articles'::regclass, theirs.attnum) AS description
        FROM pg_attribute AS mine
        JOIN pg_attribute AS theirs ON theirs.attrelid = 'news.articles'::regclass AND theirs.attname = mine.attname
        WHERE mine.attrelid = 'staging.articles'::regclass AND mine.attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN staging.articles.%I IS %L', described.attname, described.description);
    END LOOP;
END
$$;
