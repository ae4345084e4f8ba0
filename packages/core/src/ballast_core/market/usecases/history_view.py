"""Bars of one symbol as they are asked for and shown."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from ballast_core.market.entities import (
    Adjust,
    BarRevision,
    Dividend,
    Gap,
    MarketFinding,
    Spanned,
    Split,
    Symbol,
)
from ballast_core.shared.dates import Period
from ballast_core.shared.table import Column, Table, View


class HistoryAsk(Spanned):
    """Which bars: those of a period back from the last one, or of a span of days, which wins.

    `points` is how many rows leave at most: neighbors are put together into longer bars; 0 for all.
    """

    symbol: Symbol
    period: Period = "1y"
    adjust: Adjust = "split"
    points: int = Field(default=0, ge=0, le=100_000)


class HistoryView(View):
    """Bars as columns of equal length, oldest first.

    Prices are adjusted as `adjust` says, volume for splits by the same factors; a value that no source
    told is empty. A row is `sessions_per_row` sessions, known by the last of them. `start` and `end` are the
    days asked for, as far as sessions are complete; gaps, splits, dividends and findings are of those days.
    """

    symbol: str
    name: str
    calendar: str
    currency: str
    adjust: Adjust
    start: date | None
    end: date | None
    days: list[date]
    open: list[float | None]
    high: list[float | None]
    low: list[float | None]
    close: list[float | None]
    volume: list[float | None]
    source: list[str]
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[MarketFinding, ...]
    expected: int
    raw_points: int
    sent_points: int
    sessions_per_row: int = 1
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return a row a bar."""
        return Table(
            f"{self.symbol}: bars, {_ADJUSTED[self.adjust]}",
            (
                Column("day", self.days, "day"),
                Column("open", self.open, "number"),
                Column("high", self.high, "number"),
                Column("low", self.low, "number"),
                Column("close", self.close, "number"),
                _volume(self.volume),
                Column("source", self.source),
            ),
            self.notes,
        )

    def chart(self) -> Table:
        """Return the same with the close in front, as a line is drawn of it."""
        told = self.table()
        by_name = {column.name: column for column in told.columns}
        front = ("day", "close")
        rest = [column for column in told.columns if column.name not in front]
        return Table(told.title, (*(by_name[name] for name in front), *rest), told.notes)


def _volume(volumes: Sequence[float | None]) -> Column:
    """Return whole units as such; adjusted for a split like three for two they may have parts."""
    if all(volume is None or volume.is_integer() for volume in volumes):
        return Column("volume", [None if volume is None else int(volume) for volume in volumes], "count")
    return Column("volume", volumes, "number")


_ADJUSTED: dict[Adjust, str] = {
    "none": "as they were quoted",
    "split": "adjusted for splits",
    "total_return": "adjusted for splits and dividends",
}


class RevisionsView(View):
    """Former final bars of one symbol, the newest change first."""

    symbol: str
    revisions: tuple[BarRevision, ...]

    def table(self) -> Table:
        """Return a row a former bar."""
        rows = self.revisions
        return Table(
            f"{self.symbol}: bars that were replaced",
            (
                Column("day", [row.day for row in rows], "day"),
                Column("open", [row.open for row in rows], "number"),
                Column("high", [row.high for row in rows], "number"),
                Column("low", [row.low for row in rows], "number"),
                Column("close", [row.close for row in rows], "number"),
                _volume([row.volume for row in rows]),
                Column("source", [row.source for row in rows]),
                Column("replaced_at", [row.replaced_at for row in rows], "instant"),
            ),
        )
