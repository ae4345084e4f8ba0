"""Tables of runs of the pipeline, and of the questions that were put to providers."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

from ballast_adapters.sql.schema.market import SCHEMA
from ballast_adapters.sql.schema.metadata import METADATA

runs = Table(
    "runs",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("spec", JSONB, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("state", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("log", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Index(None, "started_at"),
    Index("ix_runs_at_work", "state", postgresql_where=text("ended_at is null")),
    schema=SCHEMA,
)

run_steps = Table(
    "run_steps",
    METADATA,
    Column("run_id", Text, ForeignKey(runs.c.id, ondelete="CASCADE"), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("parts_done", Integer, nullable=False),
    Column("inserted", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("faults", JSONB, nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    schema=SCHEMA,
)

run_parts = Table(
    "run_parts",
    METADATA,
    Column("run_id", Text, ForeignKey(runs.c.id, ondelete="CASCADE"), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("part", Text(collation="C"), primary_key=True),
    schema=SCHEMA,
)

quotas = Table(
    "quotas",
    METADATA,
    Column("provider", Text, primary_key=True),
    Column("day", Date, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("recent", ARRAY(TIMESTAMP(timezone=True)), nullable=False),
    schema=SCHEMA,
)
