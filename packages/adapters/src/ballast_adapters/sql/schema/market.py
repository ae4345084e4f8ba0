"""Tables of instruments, their bars and what is found in them.

Bars are filled by COPY and have no foreign key: an instrument that leaves the universe leaves its bars.
Whoever changes them holds one advisory lock, and writes `days_held` in the same transaction.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ballast_adapters.sql.schema.metadata import METADATA

SCHEMA = "market_data"
DERIVED = "derived"

_NAME = Text(collation="C")

instruments = Table(
    "instruments",
    METADATA,
    Column("symbol", _NAME, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("categories", ARRAY(Text), nullable=False),
    Column("exchange", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("first_listed", Date),
    Column("delisted", Date),
    Column("successor", Text, nullable=False),
    Column("spellings", JSONB, nullable=False),
    Column("high_priority", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    schema=SCHEMA,
)

bars = Table(
    "bars",
    METADATA,
    Column("symbol", _NAME, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("open", Double),
    Column("high", Double),
    Column("low", Double),
    Column("close", Double),
    Column("volume", BigInteger),
    Column("vwap", Double),
    Column("trades", BigInteger),
    Column("source", Text, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("ingested_at", DateTime(timezone=True), nullable=False),
    schema=SCHEMA,
)

bar_revisions = Table(
    "bar_revisions",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("symbol", _NAME, nullable=False),
    Column("day", Date, nullable=False),
    Column("open", Double),
    Column("high", Double),
    Column("low", Double),
    Column("close", Double),
    Column("volume", BigInteger),
    Column("vwap", Double),
    Column("trades", BigInteger),
    Column("source", Text, nullable=False),
    Column("ingested_at", DateTime(timezone=True), nullable=False),
    Column("replaced_at", DateTime(timezone=True), nullable=False),
    Index("ix_bar_revisions_symbol", "symbol", "day"),
    schema=SCHEMA,
)

days_held = Table(
    "days_held",
    METADATA,
    Column("symbol", _NAME, primary_key=True),
    Column("source", _NAME, primary_key=True),
    Column("first", Date, nullable=False),
    # One bit a day from `first` on: ten years of a symbol are half a kilobyte, and no bar need be looked at.
    Column("days", LargeBinary, nullable=False),
    schema=DERIVED,
)

splits = Table(
    "splits",
    METADATA,
    Column("symbol", _NAME, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("ratio", Double, nullable=False),
    Column("source", Text, nullable=False),
    schema=SCHEMA,
)

dividends = Table(
    "dividends",
    METADATA,
    Column("symbol", _NAME, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("amount", Double, nullable=False),
    Column("currency", Text, nullable=False),
    Column("pay_day", Date),
    Column("source", Text, nullable=False),
    schema=SCHEMA,
)

sessions = Table(
    "sessions",
    METADATA,
    Column("calendar", _NAME, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("opens", DateTime, nullable=False),
    Column("closes", DateTime, nullable=False),
    schema=SCHEMA,
)

session_years = Table(
    "session_years",
    METADATA,
    # The years whose sessions are all kept, and which release of the calendars said so.
    Column("calendar", _NAME, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("release", Text, nullable=False),
    schema=SCHEMA,
)

findings = Table(
    "findings",
    METADATA,
    Column("symbol", _NAME, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("rule", _NAME, primary_key=True),
    Column("source", _NAME, primary_key=True),
    Column("severity", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("first_seen", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False),
    Column("resolved_at", DateTime(timezone=True)),
    Index("ix_findings_open", "symbol", "day", postgresql_where=text("resolved_at is null")),
    schema=SCHEMA,
)

revision = Table(
    "revision",
    METADATA,
    # One row. Not a counter: a database restored from a backup would give the same numbers to other data.
    Column("value", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    schema=SCHEMA,
)
