-- The published edges that some articles have with earlier ones, in columns: a row for each article, whose three strings
-- of bytes hold the same edges in the same order (ids of 16 bytes, big-endian doubles, one byte 0 or 1).
-- Reads: news.edges. Binds: ids.
SELECT
    later_id,
    string_agg(uuid_send(earlier_id), cast('' AS bytea)) AS earlier_ids,
    string_agg(float8send(score), cast('' AS bytea)) AS scores,
    string_agg(set_byte(cast('0' AS bytea), 0, cast(is_tie AS integer)), cast('' AS bytea)) AS ties
FROM news.edges
WHERE later_id = any(cast(:ids AS uuid[]))
GROUP BY later_id
