"""Tables of model tracking.

Rows that came from a file keep their order in `position`, from 0. Their line number cannot order them:
after a partial ingest, lines of two versions of a file stand side by side.

Tables that are filled by COPY have no foreign key: to check it costs more than to store the row. Nothing
but `apply` writes them, in a transaction that holds the row of the model.
"""

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
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ballast_adapters.sql.schema.metadata import METADATA

SCHEMA = "tracking"

models = Table(
    "models",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("market_index", Text),
    Column("is_meta", Boolean, nullable=False),
    Column("sub_models", ARRAY(Text), nullable=False),
    Column("config_path", Text, nullable=False),
    Column("parameters", JSONB, nullable=False),
    UniqueConstraint("name"),
    schema=SCHEMA,
)

source_files = Table(
    "source_files",
    METADATA,
    Column("model_id", Uuid, ForeignKey(models.c.id, ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("since", Date),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    schema=SCHEMA,
)

findings = Table(
    "findings",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("line", Integer),
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("read", Text, nullable=False),
    Column("done", Text, nullable=False),
    schema=SCHEMA,
)

status_records = Table(
    "status_records",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("base", Double, nullable=False),
    Column("signal", Double),
    Column("traded", Double),
    schema=SCHEMA,
)

backtest_points = Table(
    "backtest_points",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("buy_and_hold", Double),
    Column("strategy", Double),
    Column("new_highs", Double),
    Column("new_lows", Double),
    Column("sub_model", Text),
    schema=SCHEMA,
)

snapshots = Table(
    "snapshots",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("line", Integer, nullable=False),
    Column("active_sub_model", Text),
    Column("cash_in_total", Numeric),
    schema=SCHEMA,
)

lots = Table(
    "lots",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("ticker", Text, nullable=False),
    Column("shares", Numeric, nullable=False),
    Column("purchase_price", Numeric, nullable=False),
    schema=SCHEMA,
)

trade_log = Table(
    "trade_log",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("action", Text, nullable=False),
    Column("ticker", Text),
    Column("shares", Numeric),
    Column("price", Numeric),
    Column("text", Text, nullable=False),
    schema=SCHEMA,
)

ranks = Table(
    "ranks",
    METADATA,
    Column("model_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("file_position", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("symbol", Text, nullable=False),
    Column("rank", BigInteger, nullable=False),
    schema=SCHEMA,
)

ingest_runs = Table(
    "ingest_runs",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("state", Text, nullable=False),
    Column("models", ARRAY(Text), nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("rows_new", Integer, nullable=False),
    Column("rows_changed", Integer, nullable=False),
    Column("rows_removed", Integer, nullable=False),
    Column("rows_unchanged", Integer, nullable=False),
    Column("rows_rejected", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("message", Text, nullable=False),
    # What became of each file: read with its run and never searched, so it needs no rows of its own.
    Column("files", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Index(None, "started_at"),
    schema=SCHEMA,
)

revision = Table(
    "revision",
    METADATA,
    # One row. Not a counter: a database restored from a backup would give the same numbers to other data.
    Column("value", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    schema=SCHEMA,
)
