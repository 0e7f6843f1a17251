-- One step from addresses, or a publisher, to all that is the same article: the article of a page, the pages of an article,
-- articles whose published reading is of the very same captured bytes in one archive file.
-- Reads: news.articles, raw.pages, raw.snapshots. Binds: ids, publisher (null: none).
WITH articles AS (
    SELECT known.article_id, known.snapshot_id
    FROM news.articles AS known
    WHERE known.article_id = any(cast(:ids AS uuid[])) OR known.publisher = cast(:publisher AS text)
),

pages AS (
    SELECT page.page_id, page.article_id, page.host
    FROM raw.pages AS page
    WHERE
        page.page_id = any(cast(:ids AS uuid[])) OR page.article_id = any(cast(:ids AS uuid[]))
        OR page.host = cast(:publisher AS text)
)

SELECT articles.article_id AS id FROM articles
UNION
SELECT pages.page_id FROM pages
UNION
SELECT pages.article_id FROM pages
WHERE pages.article_id IS NOT NULL AND pages.host IS DISTINCT FROM cast(:publisher AS text)
UNION
SELECT twin.article_id
FROM articles
JOIN raw.snapshots AS own ON own.snapshot_id = articles.snapshot_id
JOIN raw.snapshots AS same
    ON same.file = own.file AND same.payload_sha256 = own.payload_sha256 AND same.batch_id = own.batch_id
JOIN news.articles AS twin ON twin.snapshot_id = same.snapshot_id
