-- What the archive must hold beside a batch's captures for a rebuild, a row per section; and what became due since the ledger
-- before: story ids that were retired, people's decisions if they changed. Texts of publishers are in none of it.
-- A batch that has a ledger gets no second one of its books, unless it was live again: a replay changes nothing in them.
-- Reads: raw.batches, raw.feeds, raw.polls, raw.pages, raw.entries, raw.fetches, raw.snapshots, raw.rejects, raw.ledgers,
-- news.changes, news.aliases, news.overrides. Binds: batch_id.
WITH before AS (
    SELECT ledgers.change_id, ledgers.decisions_md5
    FROM raw.ledgers
    ORDER BY ledgers.ledger_id DESC
    LIMIT 1
),

batch AS (
    SELECT batches.*
    FROM raw.batches
    WHERE
        batches.batch_id = :batch_id
        AND (
            batches.mode = 'live'
            OR NOT EXISTS (SELECT FROM raw.ledgers WHERE ledgers.batch_id = batches.batch_id)
        )
),

decisions AS (
    SELECT
        jsonb_agg(to_jsonb(overrides) - 'override_id' ORDER BY overrides.override_id) AS rows,
        md5(coalesce(jsonb_agg(to_jsonb(overrides) ORDER BY overrides.override_id)::text, '')) AS md5
    FROM news.overrides
),

retired AS (
    SELECT DISTINCT aliases.alias_id, aliases.founder_id
    FROM news.changes
    JOIN news.aliases ON aliases.alias_id = changes.former_story_id
    WHERE changes.kind = 'story_joined' AND changes.change_id > coalesce((SELECT before.change_id FROM before), 0)
),

sections AS (
    SELECT
        'batch' AS section,
        jsonb_build_object(
            'batch_id', batch.batch_id, 'interval_start', batch.interval_start, 'interval_end', batch.interval_end,
            'mode', batch.mode, 'run_id', batch.run_id, 'opened_at', batch.opened_at,
            'published_at', batch.published_at, 'publish_count', batch.publish_count, 'own_outage', batch.own_outage
        ) AS item
    FROM batch
    UNION ALL
    SELECT 'feeds', to_jsonb(feeds)
    FROM batch
    JOIN raw.feeds
        ON
            feeds.paused_at IS NOT NULL OR feeds.removed_at IS NOT NULL
            OR feeds.feed_id IN (SELECT polls.feed_id FROM raw.polls WHERE polls.batch_id = batch.batch_id)
    UNION ALL
    SELECT 'polls', to_jsonb(polls) - 'batch_id'
    FROM batch
    JOIN raw.polls ON polls.batch_id = batch.batch_id
    UNION ALL
    SELECT 'pages', to_jsonb(pages) - 'article_id'
    FROM batch
    JOIN raw.pages
        ON
            pages.page_id IN (
                SELECT fetches.page_id FROM raw.fetches WHERE fetches.batch_id = batch.batch_id
                UNION ALL
                SELECT entries.page_id FROM raw.entries WHERE entries.first_batch_id = batch.batch_id
            )
    UNION ALL
    SELECT 'fetches', to_jsonb(fetches) - 'batch_id'
    FROM batch
    JOIN raw.fetches ON fetches.batch_id = batch.batch_id
    UNION ALL
    SELECT 'snapshots', to_jsonb(snapshots) - 'batch_id'
    FROM batch
    JOIN raw.snapshots ON snapshots.batch_id = batch.batch_id
    UNION ALL
    SELECT 'rejects', to_jsonb(rejects) - 'batch_id' - 'host'
    FROM batch
    JOIN raw.rejects ON rejects.batch_id = batch.batch_id AND rejects.stage IN ('poll', 'fetch')
    UNION ALL
    SELECT 'aliases', to_jsonb(retired) FROM retired
    UNION ALL
    SELECT 'decisions', decided.value
    FROM decisions
    CROSS JOIN LATERAL jsonb_array_elements(decisions.rows) AS decided
    WHERE decisions.md5 IS DISTINCT FROM (SELECT before.decisions_md5 FROM before)
)

SELECT
    jsonb_object_agg(grouped.section, grouped.items)::text AS content,
    coalesce(bool_or(grouped.section = 'batch'), false) AS has_books,
    (SELECT decisions.md5 FROM decisions) AS decisions_md5,
    (SELECT coalesce(max(changes.change_id), 0) FROM news.changes) AS change_id
FROM (SELECT sections.section, jsonb_agg(sections.item) AS items FROM sections GROUP BY sections.section) AS grouped
