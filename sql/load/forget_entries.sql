-- Blank what feeds said of pages that are taken down. Their addresses stay.
-- Writes: raw.entries. Binds: ids.
-- Idempotent: values.
UPDATE raw.entries
SET title = NULL, summary = NULL, authors = '{}'
WHERE
    page_id = any(cast(:ids AS uuid[]))
    AND (title IS NOT NULL OR summary IS NOT NULL OR authors <> '{}')
