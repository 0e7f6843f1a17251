"""Alembic's entry: migrate() hands over its connection, already in a transaction and under the lock."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table="newshouse_version")
context.run_migrations()
