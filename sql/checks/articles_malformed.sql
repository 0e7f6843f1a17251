-- severity: error
-- An article without text, with a language that is no BCP 47 tag, or published after its capture.
-- Reads: staging.articles. Binds: batch_id.
SELECT
    articles.canonical_url AS item,
    CASE
        WHEN articles.body = '' THEN 'empty body'
        WHEN articles.title = '' THEN 'empty title'
        WHEN articles.published_at > articles.captured_at THEN 'published after its capture'
        ELSE 'language ' || articles.language || ' is no BCP 47 tag'
    END AS complaint
FROM staging.articles
WHERE
    articles.batch_id = :batch_id
    AND (
        articles.body = '' OR articles.title = ''
        OR articles.published_at > articles.captured_at
        OR articles.language !~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'
    )
