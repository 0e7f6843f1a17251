-- What serve.changes can tell: stories that part, articles withdrawn and forgotten.
-- Writes: news.changes (its kinds and comments). Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE news.changes DROP CONSTRAINT changes_kind_check;
ALTER TABLE news.changes ADD CONSTRAINT changes_kind_check CHECK (kind IN (
    'article_new', 'article_revised', 'article_read_again', 'article_retracted', 'article_forgotten',
    'story_assigned', 'story_joined', 'story_split', 'copy_changed'
));
CREATE INDEX changes_article ON news.changes (article_id, change_id) WHERE article_id IS NOT NULL;
COMMENT ON COLUMN news.changes.changed_at IS 'When the batch was published, or the person decided.';
COMMENT ON COLUMN news.changes.kind IS 'article_new; article_revised (new content); article_read_again (new reading of old bytes); article_retracted (a replay found that it is none, or has another address); article_forgotten (taken down); story_assigned (an article came to a story, from one, or left it); story_joined (a former id means another story now); story_split (a story came out of another that lives on); copy_changed (what it copies changed).';
COMMENT ON COLUMN news.changes.article_id IS 'The article; null for story_joined and story_split.';
COMMENT ON COLUMN news.changes.story_id IS 'story_assigned: the story it belongs to now, null when to none; story_joined: the story that the former id means now, null when nothing is left of it; story_split: the new story.';
COMMENT ON COLUMN news.changes.former_story_id IS 'story_assigned: the story it belonged to, null when to none; story_joined: the former id; story_split: the story it came out of.';
