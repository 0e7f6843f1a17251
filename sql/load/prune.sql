-- Forget holds that have passed and robots.txt files nobody asked for in a month.
-- Writes: raw.holds, raw.robots. Binds: now.
-- Idempotent: deletes.
WITH passed AS (
    DELETE FROM raw.holds WHERE held_until < :now
)

DELETE FROM raw.robots WHERE fetched_at < :now - interval '30 days'
