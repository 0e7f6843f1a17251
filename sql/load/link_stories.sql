-- Stage one story as it will be.
-- Writes: staging.stories. Binds: one per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.stories (
    batch_id, story_id, founder_id, lead_id, article_count, publisher_count, language_count, first_published_at,
    last_published_at, version
)
VALUES (
    :batch_id, :story_id, :founder_id, :lead_id, :article_count, :publisher_count, :language_count, :first_published_at,
    :last_published_at, :version
)
