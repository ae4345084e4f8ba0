"""Alembic's entry: runs the migrations on the connection that `ballast_adapters.sql.migrate` hands over."""

from alembic import context

from ballast_adapters.sql.schema.metadata import VERSION_SCHEMA

context.configure(connection=context.config.attributes["connection"], version_table_schema=VERSION_SCHEMA)
with context.begin_transaction():
    context.run_migrations()
