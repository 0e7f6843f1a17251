-- serve.stories: one row per story.
-- Reads: news.stories, news.articles. Made anew by migrate when this file changes.
CREATE VIEW serve.stories AS
SELECT
    stories.story_id,
    stories.lead_id AS lead_article_id,
    leads.title AS lead_title,
    leads.language AS lead_language,
    leads.publisher AS lead_publisher,
    leads.canonical_url AS lead_url,
    stories.languages,
    stories.article_count,
    stories.publisher_count AS outlet_count,
    stories.copy_count,
    stories.first_published_at,
    stories.last_published_at,
    stories.first_seen_at,
    stories.version
FROM news.stories
LEFT JOIN news.articles AS leads ON leads.article_id = stories.lead_id;
COMMENT ON VIEW serve.stories IS 'One row per story: the articles, in any language, that report one event.';
COMMENT ON COLUMN serve.stories.story_id IS 'Stable id, made from the earliest article. Older ids resolve through serve.story_aliases.';
COMMENT ON COLUMN serve.stories.lead_article_id IS 'The article others copy, else the earliest of good quality.';
COMMENT ON COLUMN serve.stories.lead_title IS 'Headline of the lead article.';
COMMENT ON COLUMN serve.stories.lead_language IS 'Language of the lead article.';
COMMENT ON COLUMN serve.stories.lead_publisher IS 'Outlet of the lead article.';
COMMENT ON COLUMN serve.stories.lead_url IS 'Address of the lead article.';
COMMENT ON COLUMN serve.stories.languages IS 'Languages of its articles.';
COMMENT ON COLUMN serve.stories.article_count IS 'Articles in it.';
COMMENT ON COLUMN serve.stories.outlet_count IS 'Outlets that carry it.';
COMMENT ON COLUMN serve.stories.copy_count IS 'Articles in it that repeat an earlier text.';
COMMENT ON COLUMN serve.stories.first_published_at IS 'Publication time of its earliest article.';
COMMENT ON COLUMN serve.stories.last_published_at IS 'Publication time of its latest article.';
COMMENT ON COLUMN serve.stories.first_seen_at IS 'When a feed first carried one of its articles.';
COMMENT ON COLUMN serve.stories.version IS 'Version of the model that made it.';
