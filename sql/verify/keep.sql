-- Keep what is to be compared as it was copied.
-- Writes: schema kept. Binds: none.
-- Idempotent: no; runs once in a scratch database.
CREATE SCHEMA kept;
CREATE TABLE kept.articles AS TABLE news.articles;
CREATE TABLE kept.revisions AS TABLE news.revisions;
CREATE TABLE kept.copies AS TABLE news.copies;
CREATE TABLE kept.edges AS TABLE news.edges;
CREATE TABLE kept.members AS TABLE news.members;
CREATE TABLE kept.stories AS TABLE news.stories;
CREATE TABLE kept.batches AS TABLE raw.batches;
CREATE TABLE kept.readings AS TABLE raw.readings;
ANALYZE;
