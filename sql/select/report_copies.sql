-- Every copy by addresses, with its kind.
-- Reads: news.copies, news.articles. Binds: none.
SELECT copy.canonical_url AS url, original.canonical_url AS original_url, copies.kind
FROM news.copies
INNER JOIN news.articles AS copy ON copy.article_id = copies.article_id
INNER JOIN news.articles AS original ON original.article_id = copies.original_id
