-- Note that nearly every host failed at once: our own network's fault.
-- Writes: raw.batches. Binds: batch_id.
-- Idempotent: sets a flag.
UPDATE raw.batches SET own_outage = true WHERE batch_id = :batch_id
