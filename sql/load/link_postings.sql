-- Add postings to the candidate index: the pieces of :packed, each to its slot; returns slots of more than :most bytes.
-- Writes: news.postings. Binds: slots, starts (from 1), lengths, packed, most.
-- Not idempotent by itself: runs once in the transaction that publishes a batch, for articles that had none.
WITH filled AS (
    INSERT INTO news.postings (slot, packed)
    SELECT piece.slot, substring(cast(:packed AS bytea) FROM piece.start FOR piece.length)
    FROM
        unnest(
            cast(:slots AS bigint[]), cast(:starts AS integer[]), cast(:lengths AS integer[])
        ) AS piece (slot, start, length)
    ORDER BY piece.slot
    ON CONFLICT (slot) DO UPDATE SET packed = postings.packed || excluded.packed
    RETURNING slot, octet_length(packed) AS length
)

SELECT slot FROM filled WHERE length > :most ORDER BY slot
