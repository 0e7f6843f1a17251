-- Count the publication, so that links made before it are not published over it.
-- Writes: news.link_state. Binds: none.
-- Not idempotent, and harmless: it only counts.
UPDATE news.link_state SET generation = generation + 1
