-- Rows that a rebuild made otherwise than they were kept, counted by table, column and cause, each with an example.
-- Causes, the first that holds: the archive can't give a record that the row stands on; it was made by another version of reader or
-- model; it follows from an article that differs, or from one that was taken down; the row was altered, or the code changed without
-- a new version.
-- A revision's text that was given up for its age is no difference.
-- Reads: schema kept, news, raw.batches, raw.readings. Binds: ids (batches).
WITH refused AS (
    SELECT
        readings.snapshot_id, readings.batch_id, kept.published_article_id AS article_id,
        readings.reason, readings.detail
    FROM raw.readings
    JOIN kept.readings AS kept ON kept.batch_id = readings.batch_id AND kept.snapshot_id = readings.snapshot_id
    WHERE readings.batch_id = any(cast(:ids AS bigint[])) AND starts_with(readings.reason, 'archive_')
),

documents AS (
    SELECT
        'news.articles' AS table_name, coalesce(kept.article_id, made.article_id) AS article_id,
        coalesce(kept.article_id, made.article_id)::text AS key, to_jsonb(kept) AS held,
        CASE WHEN made.captured_at <> '-infinity' THEN to_jsonb(made) END AS made
    FROM kept.articles AS kept
    FULL JOIN news.articles AS made ON made.article_id = kept.article_id
    UNION ALL
    SELECT
        'news.revisions', coalesce(kept.article_id, made.article_id),
        coalesce(kept.article_id, made.article_id) || ' ' || coalesce(kept.captured_at, made.captured_at), to_jsonb(kept),
        CASE
            WHEN kept.text_expired_at IS NULL THEN to_jsonb(made)
            ELSE to_jsonb(made) || jsonb_build_object('body', '', 'text_expired_at', kept.text_expired_at)
        END
    FROM kept.revisions AS kept
    FULL JOIN news.revisions AS made
        ON made.article_id = kept.article_id AND made.content_sha256 = kept.content_sha256
),

changed_documents AS (
    SELECT
        documents.*, documents.held ->> 'reader_version' AS held_version,
        documents.made ->> 'reader_version' AS made_version
    FROM documents
    WHERE documents.held IS DISTINCT FROM documents.made
),

members AS (
    SELECT article_id, story_id FROM kept.members
    UNION
    SELECT article_id, story_id FROM news.members
),

shaken AS (
    SELECT DISTINCT near.article_id, near.story_id
    FROM members
    JOIN members AS near ON near.story_id = members.story_id
    WHERE
        members.article_id IN (
            SELECT changed_documents.article_id
            FROM changed_documents
            WHERE changed_documents.held - 'reader_version' IS DISTINCT FROM changed_documents.made - 'reader_version'
        )
),

links AS (
    SELECT
        'news.copies' AS table_name, coalesce(kept.article_id, made.article_id) AS article_id,
        coalesce(kept.article_id, made.article_id) || ' of ' || coalesce(kept.original_id, made.original_id) AS key,
        to_jsonb(kept) AS held, to_jsonb(made) AS made
    FROM kept.copies AS kept
    FULL JOIN news.copies AS made ON made.article_id = kept.article_id AND made.original_id = kept.original_id
    UNION ALL
    SELECT
        'news.edges', coalesce(kept.later_id, made.later_id), coalesce(kept.later_id, made.later_id)::text,
        to_jsonb(kept), to_jsonb(made)
    FROM kept.edges AS kept
    FULL JOIN news.edges AS made ON made.later_id = kept.later_id
    UNION ALL
    SELECT
        'news.members', coalesce(kept.article_id, made.article_id), coalesce(kept.article_id, made.article_id)::text,
        to_jsonb(kept), to_jsonb(made)
    FROM kept.members AS kept
    FULL JOIN news.members AS made ON made.article_id = kept.article_id
    UNION ALL
    SELECT
        'news.stories', coalesce(kept.founder_id, made.founder_id), coalesce(kept.story_id, made.story_id)::text,
        to_jsonb(kept), to_jsonb(made)
    FROM kept.stories AS kept
    FULL JOIN news.stories AS made ON made.story_id = kept.story_id
),

books AS (
    SELECT
        kept.batch_id, kept.interval_end::text AS key,
        to_jsonb(kept) - run.columns AS held, to_jsonb(made) - run.columns AS made
    FROM kept.batches AS kept
    JOIN raw.batches AS made ON made.batch_id = kept.batch_id
    CROSS JOIN (
        SELECT
            ARRAY[
                'mode', 'run_id', 'opened_at', 'published_at', 'publish_count', 'work_began_at', 'work_s', 'selection'
            ] AS columns
    ) AS run
),

judged AS (
    SELECT
        changed.table_name, changed.key || coalesce(': ' || refused.detail, '') AS key, changed.held, changed.made,
        CASE
            WHEN refused.reason IS NOT NULL THEN refused.reason
            WHEN changed.held_version <> changed.made_version
                THEN 'reader ' || changed.held_version || ', now ' || changed.made_version
            ELSE 'row altered'
        END AS cause
    FROM changed_documents AS changed
    LEFT JOIN LATERAL (
        SELECT refused.reason, refused.detail FROM refused
        WHERE refused.article_id = changed.article_id
        ORDER BY refused.snapshot_id
        LIMIT 1
    ) AS refused ON true
    UNION ALL
    SELECT
        links.table_name, links.key, links.held, links.made,
        CASE
            WHEN links.held ->> 'version' <> links.made ->> 'version'
                THEN 'model ' || (links.held ->> 'version') || ', now ' || (links.made ->> 'version')
            WHEN links.article_id IN (SELECT shaken.article_id FROM shaken) THEN 'follows from an article that differs'
            ELSE 'row altered'
        END
    FROM links
    WHERE links.held IS DISTINCT FROM links.made
    UNION ALL
    SELECT
        'serve.batches', books.key, books.held, books.made,
        CASE
            WHEN books.batch_id IN (SELECT refused.batch_id FROM refused) THEN 'follows from a record of the archive'
            WHEN EXISTS (
                SELECT FROM kept.readings
                WHERE readings.batch_id = books.batch_id AND readings.reason = 'forgotten'
            ) THEN 'taken down'
            WHEN EXISTS (
                SELECT FROM changed_documents
                JOIN raw.readings ON readings.article_id = changed_documents.article_id
                WHERE readings.batch_id = books.batch_id
            ) THEN 'follows from an article that differs'
            ELSE 'row altered'
        END
    FROM books
    WHERE books.held IS DISTINCT FROM books.made
)

SELECT
    judged.table_name, altered.column_name, judged.cause, count(*) AS row_count, min(judged.key) AS example
FROM judged
CROSS JOIN
    LATERAL (
        SELECT 'the whole row, which the rebuild lacks' AS column_name WHERE judged.made IS NULL
        UNION ALL
        SELECT 'the whole row, which the warehouse lacks' WHERE judged.held IS NULL
        UNION ALL
        SELECT held.key
        FROM jsonb_each(judged.held) AS held
        WHERE judged.made IS NOT NULL AND held.value IS DISTINCT FROM judged.made -> held.key
    ) AS altered
GROUP BY judged.table_name, altered.column_name, judged.cause
ORDER BY judged.table_name, altered.column_name, judged.cause
