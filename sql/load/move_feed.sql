-- A feed has moved for good: take its new address, keep the old one. Not where another feed is there already.
-- Writes: raw.feeds. Binds: feed_id, url, publisher.
-- Idempotent: the address it has already changes nothing.
UPDATE raw.feeds
SET
    previous_urls = previous_urls || url, url = :url, url_sha256 = sha256(convert_to(:url, 'UTF8')),
    publisher = :publisher
WHERE
    feed_id = :feed_id AND url <> :url
    AND NOT EXISTS (SELECT 1 FROM raw.feeds AS there WHERE there.url_sha256 = sha256(convert_to(:url, 'UTF8')))
