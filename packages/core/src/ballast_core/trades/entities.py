"""Files of trades, their columns, and the selection that every figure is asked with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self, cast

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from ballast_core.shared.arrays import Bools, Days, Floats, Instants, Ints
from ballast_core.shared.entity import Day, Entity, LocalTime
from ballast_core.shared.spelling import amounts, blank, listed, minutes, positive, spelled

START_CAPITAL = 25_000.0
"""Account equity in dollars unless a selection says otherwise: what TradeStation starts with."""


type Cell = str | float | int | bool | datetime | date | time | timedelta | None
type Rows = Sequence[Sequence[Cell]]
"""Cells of a sheet by row and column, from its first row and column on; an empty cell is `""`."""


class Source(StrEnum):
    """The program that wrote a list of trades."""

    TRADESTATION = "tradestation"
    MULTICHARTS = "multicharts"
    NINJATRADER = "ninjatrader"
    TRADINGVIEW = "tradingview"
    CSV = "csv"


class Direction(StrEnum):
    """Which side of the market counts."""

    ALL = "all"
    LONG = "long"
    SHORT = "short"


class Severity(StrEnum):
    """How much a finding matters: a note explains, a warning limits figures, an error makes them doubtful."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class FileFinding(Entity):
    """One thing that the check of a file found: where, and what was expected against what is there."""

    rule: str
    severity: Severity
    message: str
    where: str = ""
    expected: float | None = None
    found: float | None = None


@dataclass(frozen=True, slots=True)
class TradeColumns:
    """Trades as columns, in the order of the file. Times are those of the file, without a zone.

    Shapes: all (n,) but `signals`, the names that `entry_signal` and `exit_signal` point into.
    Units: `side` +1 long, -1 short; money in the file's currency; commission and slippage in money for the
    whole trade, both sides, for an open trade the entry side; run-up >= 0 and drawdown <= 0, gross of costs.
    An open trade has no exit time (NaT), net and gross NaN, and as exit price the last price of the file.
    A figure that the file does not have is NaN.
    """

    number: Ints
    side: Ints
    contracts: Floats
    entry_at: Instants
    exit_at: Instants
    entry_price: Floats
    exit_price: Floats
    gross: Floats
    net: Floats
    commission: Floats
    slippage: Floats
    run_up: Floats
    drawdown: Floats
    entry_signal: Ints
    exit_signal: Ints
    signals: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.number.size)

    @property
    def closed(self) -> Bools:
        """Which trades have ended."""
        return ~np.isnat(self.exit_at)


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Daily marks: profit or loss of each calendar day on which a position was open, oldest first.

    Shapes: days (n,) strictly ascending, profit (n,) in money. A day that is absent was flat: 0.
    """

    days: Days
    profit: Floats

    def __len__(self) -> int:
        return int(self.days.size)


@dataclass(frozen=True, slots=True)
class TradeBook:
    """All rows of one file; `daily` is None when it brought no daily marks."""

    trades: TradeColumns
    daily: DayColumns | None


class TradeFile(Entity):
    """What is known about a file of trades without reading its rows.

    `id` is the first 12 digits of `sha256`. `symbol` is bare (`MES`), `symbol_text` as the file writes it
    (`@MES`). `strategy` is the short name of the file name, `strategy_text` that of the settings.
    Money per side and contract. `last_bar` is where an open position is held to. `exact_sides` tells that
    the daily marks can be divided by trade: no two positions were open at once, and they are those of the
    trades.
    `first_day` and `last_day` span trades and marks.
    """

    id: str
    sha256: str
    name: str
    size_bytes: int
    source: Source
    symbol: str
    symbol_text: str = ""
    description: str = ""
    interval: str = ""
    interval_minutes: int | None = None
    strategy: str
    strategy_text: str = ""
    first_bar: LocalTime | None = None
    last_bar: LocalTime | None = None
    commission: float | None = None
    slippage: float | None = None
    initial_capital: float | None = None
    trade_size: float | None = None
    display_periods: int | None = None
    closed_trades: int
    open_trades: int
    daily_rows: int
    has_marks: bool
    exact_sides: bool
    first_day: date | None
    last_day: date | None
    net_profit: float
    marked_profit: float | None
    findings: tuple[FileFinding, ...] = ()
    added_at: datetime


class ContractSpec(Entity):
    """What one contract of a symbol is: money a point, initial margin, and who says so since when."""

    symbol: str
    point_value: float = Field(gt=0)
    initial_margin: float | None = Field(default=None, gt=0)
    currency: str = "USD"
    as_of: date | None = None
    source: str = ""


type ContractTable = Mapping[str, ContractSpec]
"""Contract specifications by bare symbol."""


type Names = Annotated[tuple[str, ...], BeforeValidator(listed)]
type Amounts = Annotated[Mapping[str, float], BeforeValidator(amounts), AfterValidator(positive)]


class Selection(Entity):
    """What every figure is asked with; what is absent means all.

    `files` are ids, or names that only one file has. `multipliers` scale money and contracts of a file, once.
    `margins` replace the table's initial margin per contract, by symbol or by file; of several for one
    symbol the greatest counts. `start` and `end` are days, both included: trades count by exit, daily marks
    by day, and equity starts again from `account_equity`. `spikes` asks for the lower envelope beside a
    curve. `data_version`, when given, must be the present one.

    A selection is always in normal form: lists sorted, each name once, a multiplier of 1 left out. Every
    part may be spelled as in an address: `a,b` for a list, `MES:3000,MNQ:4000` for amounts, nothing for
    what is absent.
    """

    files: Names = ()
    symbols: Names = ()
    intervals: Annotated[tuple[int, ...], BeforeValidator(minutes)] = ()
    strategies: Names = ()
    direction: Direction = Direction.ALL
    start: Day | None = None
    end: Day | None = None
    multipliers: Amounts = Field(default_factory=dict)
    margins: Amounts = Field(default_factory=dict)
    spikes: bool = False
    data_version: str | None = None
    account_equity: float = Field(default=START_CAPITAL, ge=1, le=1e12, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_all(cls, given: object) -> object:
        if not isinstance(given, Mapping):
            return given
        parts = cast("Mapping[str, object]", given)
        return {name: value for name, value in parts.items() if blank(value) is not None}

    @field_validator("direction", mode="before")
    @classmethod
    def _in_lower_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("multipliers", mode="after")
    @classmethod
    def _once_is_no_multiple(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        return {name: times for name, times in value.items() if times != 1}

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the selection starts on {self.start}, after its end on {self.end}")
        return self

    def to_query(self) -> dict[str, str]:
        """Return the canonical spelling of each part that is not as by default, for an address."""
        usual, given = dict[str, object](Selection()), dict[str, object](self)
        return {name: spelled(value) for name, value in given.items() if value != usual[name]}


class ColumnMapping(Entity):
    """Which columns of a plain CSV hold what; an absent column is not there.

    One row a trade. `columns` maps our names (those of `TradeColumns`, plus `symbol`, `interval` and
    `strategy`) to the file's headers. `decimal` and `delimiter` as the file writes them; `when` is a
    strptime format, or `iso`.
    """

    name: str
    columns: Mapping[str, str]
    delimiter: Literal[",", ";", "\t"] = ","
    decimal: Literal[".", ","] = "."
    when: str = "%Y-%m-%d %H:%M:%S"


class Upload(Entity):
    """A file that arrived and waits to be read by a job; its bytes are kept until then.

    `id` is the one that the file will have: the same bytes are kept once.
    """

    id: str
    name: str
    size_bytes: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class TradeLimits:
    """How big a file may be, how many at once, and how long an upload waits for its job."""

    max_file_bytes: int = 50_000_000
    max_files: int = 1_000
    keep_uploads: timedelta = timedelta(days=1)
