-- What people did in the web pages, and what makes the pages quick.
-- Writes: raw.actions, a column of raw.rejects, indexes. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

CREATE TABLE raw.actions (
    action_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    acted_at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    reason text,
    result text
);
COMMENT ON TABLE raw.actions IS 'What people changed through the web pages: written in the transaction that changes it, and never deleted.';
COMMENT ON COLUMN raw.actions.action_id IS 'Number of the action.';
COMMENT ON COLUMN raw.actions.acted_at IS 'When.';
COMMENT ON COLUMN raw.actions.actor IS 'Airflow''s name of the user who did it.';
COMMENT ON COLUMN raw.actions.action IS 'feed_pause, feed_resume, feed_poll_soon, reject_retry, story_merge, story_split, story_undo.';
COMMENT ON COLUMN raw.actions.target IS 'What it was done to: an address or ids.';
COMMENT ON COLUMN raw.actions.reason IS 'Why, in the person''s words; null where none is asked for.';
COMMENT ON COLUMN raw.actions.result IS 'What came of it, such as the id of the story that was made; null where nothing is to say.';

ALTER TABLE raw.rejects ADD COLUMN host text GENERATED ALWAYS AS (
    lower(substring(item FROM '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)'))
) STORED;
COMMENT ON COLUMN raw.rejects.host IS 'Host of the item''s address; null where the item is none.';

CREATE INDEX rejects_time ON raw.rejects (rejected_at, batch_id, stage, item_sha256);
CREATE INDEX rejects_host ON raw.rejects (host, rejected_at);
CREATE INDEX entries_seen ON raw.entries (feed_id, first_seen_at);
CREATE INDEX entries_first_batch ON raw.entries (first_batch_id);
CREATE INDEX changes_time ON news.changes (changed_at, change_id);
CREATE INDEX changes_batch ON news.changes (batch_id, change_id);
CREATE INDEX stories_first_published ON news.stories (first_published_at);
