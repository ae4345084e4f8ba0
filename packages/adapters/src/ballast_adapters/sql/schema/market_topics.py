"""Tables of economic series, news, and what calendars tell of."""

from sqlalchemy import Boolean, Column, Date, DateTime, Double, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from ballast_adapters.sql.schema.metadata import METADATA

ECONOMY = "economic_data"
NEWS = "news"
EVENTS = "events"

_NAME = Text(collation="C")

indicators = Table(
    "indicators",
    METADATA,
    Column("id", _NAME, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("release_lag_days", Integer, nullable=False),
    Column("high_priority", Boolean, nullable=False),
    Column("ended", Date),
    Column("note", Text, nullable=False),
    schema=ECONOMY,
)

observations = Table(
    "observations",
    METADATA,
    Column("series", _NAME, primary_key=True),
    Column("period", Date, primary_key=True),
    Column("vintage", Date, primary_key=True),
    # NULL: the source says that the period has no value.
    Column("value", Double),
    Column("source", Text, nullable=False),
    schema=ECONOMY,
)

articles = Table(
    "articles",
    METADATA,
    Column("source", _NAME, primary_key=True),
    Column("id", _NAME, primary_key=True),
    Column("url", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("symbols", ARRAY(Text), nullable=False),
    Column("sentiment", Double),
    Column("scorer", Text, nullable=False),
    Index(None, "published_at"),
    Index(None, "symbols", postgresql_using="gin"),
    schema=NEWS,
)

events = Table(
    "events",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("kind", _NAME, primary_key=True),
    Column("subject", _NAME, primary_key=True),
    Column("name", _NAME, primary_key=True),
    Column("at", DateTime(timezone=True)),
    Column("importance", SmallInteger, nullable=False),
    Column("estimate", Double),
    Column("actual", Double),
    Column("source", Text, nullable=False),
    Index("ix_events_subject", "subject", "day"),
    schema=EVENTS,
)

recurring = Table(
    "recurring",
    METADATA,
    Column("name", _NAME, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("local_time", Text, nullable=False),
    Column("importance", SmallInteger, nullable=False),
    schema=EVENTS,
)
