-- Keep what is taken down for ever: a publisher, or the addresses that are not all of a publisher taken down already. Returns the
-- days of all that was ever taken down by these, this time or before.
-- Writes: raw.forgotten. Reads: news.articles, raw.pages. Binds: publisher (null: none), ids, target, why, who, now, days.
-- Idempotent: the first stays, with the days of all.
WITH whole AS (
    INSERT INTO raw.forgotten (kind, key, target, why, forgotten_by, forgotten_at, days)
    SELECT 'publisher', cast(:publisher AS text), :target, :why, :who, :now, cast(:days AS date[])
    WHERE cast(:publisher AS text) IS NOT NULL
    ON CONFLICT (kind, key) DO UPDATE
        SET days = forgotten.days || excluded.days
    RETURNING days
),

single AS (
    INSERT INTO raw.forgotten (kind, key, target, why, forgotten_by, forgotten_at, days)
    SELECT 'address', cast(one.id AS text), :target, :why, :who, :now, cast(:days AS date[])
    FROM unnest(cast(:ids AS uuid[])) AS one (id)
    LEFT JOIN news.articles ON articles.article_id = one.id
    LEFT JOIN raw.pages ON pages.page_id = one.id
    WHERE
        cast(:publisher AS text) IS NULL
        OR coalesce(articles.publisher, pages.host) IS DISTINCT FROM cast(:publisher AS text)
    ON CONFLICT (kind, key) DO UPDATE
        SET days = forgotten.days || excluded.days
    RETURNING days
)

SELECT unnest(days) AS day FROM whole
UNION
SELECT unnest(days) FROM single
ORDER BY day
