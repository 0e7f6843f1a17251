-- Hosts that want no requests now.
-- Reads: raw.holds. Binds: now.
SELECT holds.host, holds.held_until FROM raw.holds WHERE holds.held_until > :now
