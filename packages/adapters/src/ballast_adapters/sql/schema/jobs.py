"""Tables of jobs: what was asked for and what came of it, and the workers that are there."""

from sqlalchemy import Boolean, Column, DateTime, Double, Index, Integer, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSON

from ballast_adapters.sql.schema.metadata import METADATA

SCHEMA = "ops"
LIBRARY_SCHEMA = "pgqueuer"
"""Where the library that hands jobs out keeps its own tables."""

jobs = Table(
    "jobs",
    METADATA,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("name", Text, nullable=False),
    # Not jsonb: that knows no \u0000, and a text of a file may hold one.
    Column("argument", JSON(none_as_null=True)),
    Column("state", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("time_limit_s", Double, nullable=False),
    Column("cancel_asked", Boolean, nullable=False),
    Column("idempotency_key", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("retry_at", DateTime(timezone=True)),
    Column("worker", Text, nullable=False),
    Column("fault", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
    Index(None, "created_at"),
    Index(
        "ix_jobs_idempotency_key",
        "idempotency_key",
        unique=True,
        postgresql_where=text("idempotency_key <> ''"),
    ),
    schema=SCHEMA,
)

workers = Table(
    "workers",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    schema=SCHEMA,
)
