-- In a replay nothing is fetched: pages that were planned and never asked are put off. They are still due.
-- Writes: raw.fetches, raw.rejects. Binds: batch_id, now.
-- Idempotent: touches unanswered rows only.
WITH given_up AS (
    UPDATE raw.fetches
    SET outcome = 'deferred', reason = 'not_fetched', detail = 'the live run ended before this page was asked'
    WHERE batch_id = :batch_id AND outcome IS NULL
    RETURNING page_id, reason, detail
)

INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT
    :batch_id, 'fetch', sha256(convert_to(pages.url, 'UTF8')), pages.url, given_up.reason, given_up.detail, true, :now
FROM given_up
JOIN raw.pages ON pages.page_id = given_up.page_id
ORDER BY pages.url
ON CONFLICT (batch_id, stage, item_sha256) DO NOTHING
