"""Tables of trade lists. The rows of a file lie as Parquet beside what is known about it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from ballast_adapters.sql.schema.metadata import METADATA

SCHEMA = "trades"

files = Table(
    "files",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("symbol", Text, nullable=False),
    Column("symbol_text", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("interval", Text, nullable=False),
    Column("interval_minutes", Integer),
    Column("strategy", Text, nullable=False),
    Column("strategy_text", Text, nullable=False),
    Column("first_bar", DateTime),
    Column("last_bar", DateTime),
    Column("commission", Double),
    Column("slippage", Double),
    Column("initial_capital", Double),
    Column("trade_size", Double),
    Column("display_periods", Integer),
    Column("closed_trades", Integer, nullable=False),
    Column("open_trades", Integer, nullable=False),
    Column("daily_rows", Integer, nullable=False),
    Column("has_marks", Boolean, nullable=False),
    Column("exact_sides", Boolean, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("net_profit", Double, nullable=False),
    Column("marked_profit", Double),
    # The report of the reconciliation: read with its file and never searched, so it needs no rows of its own.
    Column("findings", JSONB, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Index(None, "name"),
    schema=SCHEMA,
)

books = Table(
    "books",
    METADATA,
    Column("file_id", Text, ForeignKey(files.c.id, ondelete="CASCADE"), primary_key=True),
    Column("trades", LargeBinary, nullable=False),
    Column("daily", LargeBinary),
    schema=SCHEMA,
)

uploads = Table(
    "uploads",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index(None, "added_at"),
    schema=SCHEMA,
)

mappings = Table(
    "mappings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("columns", JSONB, nullable=False),
    Column("delimiter", Text, nullable=False),
    Column("decimal", Text, nullable=False),
    Column("when", Text, nullable=False),
    schema=SCHEMA,
)

revision = Table(
    "revision",
    METADATA,
    # One row. Not a counter: a database restored from a backup would give the same numbers to other data.
    Column("value", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    schema=SCHEMA,
)
