-- The best match of each article in another language: it shows which groups to compare with one another.
-- Writes: news.edges, staging.edges. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE news.edges ADD COLUMN second_tie_id uuid;
CREATE INDEX edges_second_tied ON news.edges (second_tie_id) WHERE second_tie_id IS NOT NULL;
COMMENT ON COLUMN news.edges.second_tie_id IS 'Its best match among the earlier in another language, if that is not tie_id: it shows which two groups to compare.';
COMMENT ON COLUMN news.edges.earlier_ids IS 'The earlier articles, 16 bytes each, by age.';
ALTER TABLE staging.edges ADD COLUMN second_tie_id uuid;
COMMENT ON COLUMN staging.edges.second_tie_id IS 'Its best match among the earlier in another language, if that is not tie_id: it shows which two groups to compare.';
COMMENT ON COLUMN staging.edges.earlier_ids IS 'The earlier articles, 16 bytes each, by age.';
