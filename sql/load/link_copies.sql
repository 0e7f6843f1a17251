-- Stage the copy links of articles whose links the batch changes; one row without original where none is left.
-- Writes: staging.copies. Binds: batch_id and one array per column.
-- Idempotent: after load/link_clear.
INSERT INTO staging.copies (
    batch_id, article_id, original_id, kind, similarity, direction, shared_count, same_publisher, version
)
SELECT :batch_id, link.*
FROM unnest(
    cast(:article_ids AS uuid[]), cast(:original_ids AS uuid[]), cast(:kinds AS text[]),
    cast(:similarities AS double precision[]), cast(:directions AS text[]), cast(:shared_counts AS integer[]),
    cast(:same_publishers AS boolean[]), cast(:versions AS text[])
) AS link
