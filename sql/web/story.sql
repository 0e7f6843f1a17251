-- One story; former ids lead to the story they mean now.
-- Reads: serve.stories, serve.story_aliases. Binds: story_id.
SELECT *
FROM serve.stories
WHERE
    stories.story_id = coalesce(
        (SELECT aliases.story_id FROM serve.story_aliases AS aliases WHERE aliases.former_story_id = :story_id),
        cast(:story_id AS uuid)
    )
