-- serve.copies: who copied whom.
-- Reads: news.copies, news.articles. Made anew by migrate when this file changes.
CREATE VIEW serve.copies AS
SELECT
    copies.article_id,
    later.publisher,
    later.title,
    later.published_at,
    copies.original_id,
    earlier.publisher AS original_publisher,
    earlier.title AS original_title,
    earlier.published_at AS original_published_at,
    copies.kind,
    copies.direction,
    copies.similarity,
    copies.shared_count,
    copies.version
FROM news.copies
JOIN news.articles AS later ON later.article_id = copies.article_id
JOIN news.articles AS earlier ON earlier.article_id = copies.original_id;
COMMENT ON VIEW serve.copies IS 'Who copied whom: an article and the earlier one whose text it repeats. A round-up has a row for each article it quotes.';
COMMENT ON COLUMN serve.copies.original_id IS 'The earlier article.';
COMMENT ON COLUMN serve.copies.original_publisher IS 'Outlet of the earlier article.';
COMMENT ON COLUMN serve.copies.original_title IS 'Headline of the earlier article.';
COMMENT ON COLUMN serve.copies.original_published_at IS 'Publication time of the earlier article.';
