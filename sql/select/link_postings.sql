-- Some rows of the candidate index as two strings of bytes: (slot, length) of each row, 8 bytes each, and all postings.
-- Reads: news.postings. Binds: slots.
SELECT
    coalesce(string_agg(int8send(slot) || int8send(octet_length(packed)), ''), '') AS heads,
    coalesce(string_agg(packed, ''), '') AS postings
FROM news.postings
WHERE slot = any(cast(:slots AS bigint[]))
