"""Bars, and what happened to shares between them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from ballast_core.market.entities.instruments import Symbol
from ballast_core.shared.arrays import Bools, Days, Floats, Ints
from ballast_core.shared.entity import Day, Entity

type Adjust = Literal["none", "split", "total_return"]
"""How prices are adjusted when they are read."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Raw daily bars of one source, of one symbol or many.

    Shapes: `symbols` k of them, `code` (n,) says to which one a row belongs; all other columns (n,).
    Rows are in the order of the source: nothing is sorted, doubled rows are there.
    Units: prices as quoted on that day; volume in units; NaN in a column stands for what was not told.
    `final` is false while the session is not over.
    """

    source: str
    symbols: tuple[str, ...]
    code: Ints
    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    vwap: Floats
    trades: Floats
    final: Bools

    def __len__(self) -> int:
        return int(self.days.size)


@dataclass(frozen=True, slots=True)
class BarSeries:
    """Raw daily bars of one symbol as they are stored, each day once, oldest first.

    Shapes: all (n,); `sources` are names, `source` (n,) says from which one a bar came.
    """

    symbol: str
    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    vwap: Floats
    trades: Floats
    sources: tuple[str, ...]
    source: Ints

    def __len__(self) -> int:
        return int(self.days.size)


@dataclass(frozen=True, slots=True)
class Held:
    """On which days a symbol has a bar, and from which source.

    Shapes: days (n,), strictly ascending; source (n,), a position in `sources`.
    """

    symbol: str
    days: Days
    sources: tuple[str, ...]
    source: Ints


class Split(Entity):
    """From `day` on one old share is `ratio` new ones: 4 for four for one, 0.1 for one for ten."""

    symbol: Symbol
    day: Day
    ratio: float = Field(gt=0, allow_inf_nan=False)
    source: str


class Dividend(Entity):
    """Paid for each share held before `day`, the ex-date."""

    symbol: Symbol
    day: Day
    amount: float = Field(gt=0, allow_inf_nan=False)
    currency: str = "USD"
    pay_day: Day | None = None
    source: str


@dataclass(frozen=True, slots=True)
class Upserted:
    """What storing rows did to each of them."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Upserted") -> "Upserted":
        return Upserted(
            self.inserted + other.inserted, self.updated + other.updated, self.unchanged + other.unchanged
        )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The closes of two sources for one session; `kept` is the one that counts."""

    symbol: str
    day: date
    kept: str
    kept_close: float
    other: str
    other_close: float


@dataclass(frozen=True, slots=True)
class BarsStored:
    """What storing bars did; `disagreements` are overlaps of two sources that differ by more than 0.5 %."""

    rows: Upserted
    disagreements: tuple[Disagreement, ...] = ()


class BarRevision(Entity):
    """A final bar as it was before it changed, and when that was."""

    symbol: str
    day: date
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    source: str
    replaced_at: datetime


class Quote(Entity):
    """The latest price of a symbol."""

    symbol: str
    price: float = Field(gt=0, allow_inf_nan=False)
    size: float | None = None
    at: datetime
    source: str
