#!/bin/bash
# Run once by the database image when its volume is new: the warehouse, its writer, and the readers' role.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$WAREHOUSE_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE newshouse_writer LOGIN PASSWORD :'password';
CREATE ROLE newshouse_reader NOLOGIN;
CREATE DATABASE newshouse OWNER newshouse_writer;
SQL
