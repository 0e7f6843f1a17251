-- Let every alias lead to the living story that its founder is in.
-- Writes: news.aliases. Reads: staging.members. Binds: batch_id.
-- Idempotent: only where it differs.
UPDATE news.aliases AS alias
SET story_id = staged.story_id
FROM staging.members AS staged
WHERE
    staged.batch_id = :batch_id
    AND alias.founder_id = staged.article_id
    AND alias.story_id <> staged.story_id
