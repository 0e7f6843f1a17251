-- The robots.txt files of some servers, not older than a day.
-- Reads: raw.robots. Binds: now, origins (array).
SELECT robots.origin, robots.fetched_at, robots.status, robots.text
FROM raw.robots
WHERE robots.origin = ANY(:origins) AND robots.fetched_at > :now - interval '1 day'
