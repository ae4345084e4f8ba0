"""The table of schedules: work that comes again."""

from sqlalchemy import Boolean, Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import JSON

from ballast_adapters.sql.schema.jobs import SCHEMA
from ballast_adapters.sql.schema.metadata import METADATA

schedules = Table(
    "schedules",
    METADATA,
    Column("name", Text(collation="C"), primary_key=True),
    Column("cron", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("work", Text, nullable=False),
    # Not jsonb, like the argument of a job.
    Column("argument", JSON(none_as_null=True)),
    Column("misfire", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("looked_at", DateTime(timezone=True), nullable=False),
    Column("last_job", Text, nullable=False),
    schema=SCHEMA,
)
