"""Models, snapshots, lots, status records, ranks, backtests, findings and ingest runs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field

from ballast_core.shared.arrays import Days, Floats, Instants, Ints
from ballast_core.shared.entity import Entity

CASH = "CASH"


class MarketIndex(StrEnum):
    """The index whose members a model may hold."""

    NASDAQ_100 = "NASDAQ_100"
    SP_500 = "SP_500"


class FileKind(StrEnum):
    """The files of a model that are read, in the order in which they are read."""

    CONFIG = "config"
    STATUS = "status"
    HOLDINGS = "holdings"
    RANKS = "ranks"
    BACKTEST = "backtest"


class Severity(StrEnum):
    """How much a finding matters: said, repaired or doubtful, lost."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Finding(Entity):
    """Something about a file that a reader should know: what was read, and what was done about it.

    `line` counts from 1; a finding about a whole file has none. `read` is at most 200 characters.
    """

    file: str
    line: int | None = None
    rule: str
    severity: Severity
    read: str
    done: str


class ModelConfig(Entity):
    """The whitelisted part of a configuration file; nothing else of that file is kept.

    `data_folder` and `chart_folder` stand as written in the file. `market_index` is empty
    for a model that switches between both universes.
    """

    name: str
    title: str = ""
    description: str = ""
    market_index: MarketIndex | None = None
    is_meta: bool = False
    sub_models: tuple[str, ...] = ()
    data_folder: str = ""
    chart_folder: str = ""
    parameters: dict[str, float | str] = Field(default_factory=dict)


class TradingModel(Entity):
    """A model that is tracked. Its id follows from its name, so that two databases agree."""

    id: UUID
    name: str
    description: str = ""
    market_index: MarketIndex | None = None
    is_meta: bool = False
    sub_models: tuple[str, ...] = ()
    config_path: str = ""
    parameters: dict[str, float | str] = Field(default_factory=dict)


def model_id(name: str) -> UUID:
    """Return the id of the model of this name."""
    return uuid5(NAMESPACE_URL, f"urn:ballast:model:{name}")


def snapshot_id(model: UUID, day: date, sequence: int) -> UUID:
    """Return the id of the snapshot that stands at `sequence` (from 0) in the holdings file."""
    return uuid5(model, f"{day.isoformat()}/{sequence}")


class Lot(Entity):
    """Shares bought at one price. CASH is a lot whose shares are dollars; it may be negative."""

    ticker: str
    shares: Decimal
    purchase_price: Decimal


class Snapshot(Entity):
    """The portfolio of one `TradeDate:` block, its lots in the order of the file.

    `sequence` counts the blocks of the file from 0; of two blocks of one day the later counts.
    `active_sub_model` is the `trading_model:` tag of the block as written; nothing where it has none.
    `cash_in_total` is the cumulative cash-in that the block states, if it states one.
    """

    id: UUID
    day: date
    sequence: int
    line: int
    lots: tuple[Lot, ...]
    active_sub_model: str | None = None
    cash_in_total: Decimal | None = None

    @property
    def total_value(self) -> Decimal:
        """Dollars at cost, cash included."""
        return sum((lot.shares * lot.purchase_price for lot in self.lots), Decimal(0))


class Holding(Entity):
    """One position: all lots of a ticker together.

    `shares` is the sum, `purchase_price` the average dollars a share. `current_price` is empty where
    no price is known; `weight` is the fraction of the portfolio at cost, `rank` today's rank.
    """

    ticker: str
    shares: Decimal
    purchase_price: Decimal
    cost: Decimal
    current_price: Decimal | None = None
    weight: float
    weight_at_price: float | None = None
    rank: int | None = None
    buy_day: date | None = None
    lots: int = 1


class StatusRecord(Entity):
    """One `cumu_value:` line. `at` is local time of the machine that wrote it, without a zone."""

    at: datetime
    base: float
    signal: float | None = None
    traded: float | None = None
    line: int


class DailyValue(Entity):
    """The last record of a date. `daily_return` is base against the point before, whatever its date."""

    day: date
    base: float
    signal: float | None = None
    traded: float | None = None
    daily_return: float | None = None


class Rank(Entity):
    """A symbol in the latest ranking. `position` counts the file's order (start of month) from 1."""

    symbol: str
    rank: int
    position: int


class Ranking(Entity):
    """The last block of a ranks file."""

    day: date
    ranks: tuple[Rank, ...]


class BacktestPoint(Entity):
    """One backtest row; a sentinel in the file is nothing here."""

    day: date
    buy_and_hold: float | None
    strategy: float | None
    new_highs: float | None = None
    new_lows: float | None = None
    sub_model: str | None = None


class TradeAction(StrEnum):
    """What a line of the trade log says."""

    BUY = "buy"
    SELL = "sell"
    SPLIT = "split"
    ACQUIRED = "acquired"
    NOTE = "note"


class TradeLogEntry(Entity):
    """One `info:` line. `text` is what stands in the file; the other fields where the grammar allows.

    `shares` is never negative: `action` tells the side. `day` is the line's own date, else its block's.
    """

    day: date
    line: int
    action: TradeAction
    ticker: str | None = None
    shares: Decimal | None = None
    price: Decimal | None = None
    text: str


class SourceFile(Entity):
    """A file as it was last stored: enough to know it again, or to know its beginning.

    `sha256` covers the content (for a configuration only its whitelisted part), `size` is in bytes,
    `lines` counts the lines read. `since` is set when only rows from that day on were stored.
    """

    kind: FileKind
    name: str
    sha256: str
    size: int
    lines: int
    since: date | None = None
    stored_at: datetime


class RunState(StrEnum):
    """How an ingest run stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class FileState(StrEnum):
    """What an ingest found a file to be."""

    NEW = "new"
    UNCHANGED = "unchanged"
    APPENDED = "appended"
    REWRITTEN = "rewritten"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_STORED = "not stored"


class RunFile(Entity):
    """What became of one file in a run; `findings` counts those of this file, `seconds` went into it."""

    model: str
    kind: FileKind
    name: str
    state: FileState
    lines: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0
    findings: int = 0
    seconds: float = 0.0
    message: str = ""


class IngestRun(Entity):
    """One recorded ingest. Times are UTC; counts are over all files of all models.

    `files` tells of each file once a run has ended; in a list of runs it is left out.
    """

    id: UUID
    started_at: datetime
    ended_at: datetime | None = None
    state: RunState = RunState.RUNNING
    models: tuple[str, ...] = ()
    rows_read: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_removed: int = 0
    rows_unchanged: int = 0
    rows_rejected: int = 0
    findings: int = 0
    message: str = ""
    files: tuple[RunFile, ...] = ()

    @property
    def seconds(self) -> float | None:
        """How long it took; nothing when it never ended."""
        return round((self.ended_at - self.started_at).total_seconds(), 3) if self.ended_at else None


@dataclass(frozen=True, slots=True)
class StatusColumns:
    """Status records as columns, in the order of the file.

    Shapes: all (n,). `at` datetime64[us]; `base` and `traded` dollars; `signal` 0 or 1; `line` from 1.
    NaN: a record of one value has NaN in `signal` and `traded`.
    """

    at: Instants
    base: Floats
    signal: Floats
    traded: Floats
    line: Ints

    def __len__(self) -> int:
        return int(self.line.size)


@dataclass(frozen=True, slots=True)
class DailyColumns:
    """One point a date, the last record of that date.

    Shapes: all (n,), `days` strictly ascending datetime64[D]. NaN as in `StatusColumns`.
    """

    days: Days
    base: Floats
    signal: Floats
    traded: Floats

    def __len__(self) -> int:
        return int(self.days.size)


@dataclass(frozen=True, slots=True)
class BacktestColumns:
    """A backtest as columns, oldest first.

    Shapes: arrays (n,); `sub_models` has n entries, or none when the file has no sixth column.
    NaN: a sentinel (a negative score, or -100000) is NaN. `line` counts from 1.
    """

    days: Days
    buy_and_hold: Floats
    strategy: Floats
    new_highs: Floats
    new_lows: Floats
    sub_models: tuple[str, ...]
    line: Ints

    def __len__(self) -> int:
        return int(self.days.size)


@dataclass(frozen=True, slots=True)
class HoldingsContent:
    """All that a holdings file says, in its order."""

    snapshots: tuple[Snapshot, ...]
    trade_log: tuple[TradeLogEntry, ...]


@dataclass(frozen=True, slots=True)
class Parsed[T]:
    """What a parser returns, whatever the bytes: the content, the findings, how many lines were read.

    `rejected` counts the lines (in a holdings file: the blocks) that could not be used.
    """

    content: T
    findings: tuple[Finding, ...]
    lines: int
    rejected: int
