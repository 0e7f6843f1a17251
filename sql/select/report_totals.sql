-- How much the warehouse holds.
-- Reads: raw.feeds, raw.entries, news.articles, news.revisions, news.copies, news.stories. Binds: none.
SELECT
    (SELECT count(*) FROM raw.feeds) AS feeds,
    (SELECT count(*) FROM raw.entries) AS entries,
    (SELECT count(*) FROM news.articles) AS articles,
    (SELECT count(*) FROM news.revisions) AS revisions,
    (SELECT count(*) FROM news.copies) AS copies,
    (SELECT count(*) FROM news.stories) AS stories
