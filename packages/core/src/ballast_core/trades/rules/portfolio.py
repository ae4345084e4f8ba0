"""Portfolio: what a selection leaves of the files, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Instants, Ints
from ballast_core.trades.entities import Direction, Selection, TradeColumns, TradeFile


@dataclass(frozen=True, slots=True)
class Steps:
    """A signed position in contracts after all events of one moment; it holds until the next.

    Shapes: at (m,) strictly ascending, value (m,). The last step of a position that ended is 0.
    """

    at: Instants
    value: Floats


@dataclass(frozen=True, slots=True)
class Side:
    """Daily profit of one direction, marked, multiplied, within the dates.

    Shapes: (n, k) over the days and files of the portfolio; 0 outside a file's own days. Dollars.
    `below` and `above` are how far equity can have been below and above its end-of-day value at some moment
    of the day, never negative: bounds by each trade's drawdown and run-up. `positions` has one a file,
    clipped to the dates, multiplied. `marked` tells by file that the profit is marked day by day; where it
    is False closed profit stands on the day of exit. `memo` keeps what was made of the positions, for the
    next who asks.
    """

    profit: Floats
    below: Floats
    above: Floats
    positions: tuple[Steps, ...]
    marked: tuple[bool, ...]
    memo: dict[str, object] = field(default_factory=dict[str, object], compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a selection leaves of k files over n days: the ground of every figure.

    `selection` is in normal form with the ids of the k files; `key` and `data_version` as in `AnswerAbout`.
    `days` are all calendar days from the first to the last on which a file has a row within the dates.
    `spans` (k, 2) has for each file its own first day's position in `days` and the one past its last.
    `trades` are those of the direction that closed within the dates, with those that are open, times the
    multiplier, in the order of exit. `sides` has at least the selection's own direction. `margins` are
    those in force by symbol, None where unknown; `contracts_until` is the moment until which positions are
    held and time is counted, `contracts_since` where it begins.
    """

    selection: Selection
    key: str
    data_version: str
    files: tuple[TradeFile, ...]
    multipliers: Floats
    margins: Mapping[str, float | None]
    days: Days
    spans: Ints
    trades: tuple[TradeColumns, ...]
    sides: Mapping[Direction, Side]
    contracts_since: np.datetime64
    contracts_until: np.datetime64
    files_reused: int
    files_computed: int
    notes: tuple[str, ...]

    @property
    def capital(self) -> float:
        """Return the equity that the account starts with."""
        return self.selection.account_equity

    @property
    def chosen(self) -> Side:
        """Return the side that the selection asks for."""
        return self.sides[self.selection.direction]

    @property
    def profit(self) -> Floats:
        """Return the daily profit (n,) of all files together."""
        return np.asarray(self.chosen.profit.sum(axis=1), np.float64)

    def own(self, file: int) -> slice:
        """Return where the own days of a file lie."""
        return slice(int(self.spans[file, 0]), int(self.spans[file, 1]))


def bytes_of(portfolio: Portfolio) -> int:
    """Return about how many bytes a portfolio holds beside those of its files."""
    parts = [part for side in portfolio.sides.values() for part in (side.profit, side.below, side.above)]
    return sum(part.nbytes for part in parts) + portfolio.days.nbytes + 1_000 * len(portfolio.files)
