"""Series of a selection: what is asked for, and the lines that come."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ballast_core.shared.entity import Entity, LocalTime
from ballast_core.shared.table import Column, Table, Unit, View
from ballast_core.trades.usecases.about import AnswerAbout

SENT_POINTS = 2_000
FEWEST_POINTS = 4

type SeriesName = Literal["equity", "equity-percent", "drawdown", "intraday-dd", "netpos", "margin"]
type Per = Literal["portfolio", "file", "symbol", "all"]
type Base = Literal["account", "margin"]
type LineKind = Literal["portfolio", "file", "symbol"]


def _enough(points: int) -> int:
    if 0 < points < FEWEST_POINTS:
        msg = f"must be 0 (all) or at least {FEWEST_POINTS}: both ends and both extremes"
        raise ValueError(msg)
    return points


class SeriesAsk(Entity):
    """Which series, of what, and how many points of each line leave at most (0: all of them).

    `per` is whose lines: the portfolio's, each file's, each symbol's, or all of them. `base` is what
    `equity-percent` is divided by: the account, or the margin in use.
    """

    name: SeriesName = "equity"
    per: Per = "portfolio"
    points: Annotated[int, Field(ge=0, le=10_000_000), AfterValidator(_enough)] = SENT_POINTS
    base: Base = "account"


class SeriesLine(Entity):
    """One line: whose it is, which figure, and its points.

    `ref` is the id of a file or the symbol. `figure` names the figure as the table of figures does, `unit`
    is how a person reads it. `at` are days, or moments where the line is a step after each event; a step
    holds until the next. `envelope` is the lowest that the value can have been on the day, empty when it
    was not asked for or makes no sense.
    """

    label: str
    kind: LineKind
    ref: str
    figure: str
    unit: Unit
    steps: bool = False
    at: list[date] | list[LocalTime]
    values: list[float]
    envelope: list[float] = Field(default_factory=list[float])
    raw_points: int
    sent_points: int


class SeriesView(View):
    """The lines of one series, in the order portfolio, symbols, files."""

    about: AnswerAbout
    name: SeriesName
    base: Base
    lines: tuple[SeriesLine, ...]

    def table(self) -> Table:
        """Return a row a point."""
        return Table(
            f"{self.name} of a selection of trades",
            (
                Column("line", list(_each(self.lines, lambda line: line.label))),
                Column("kind", list(_each(self.lines, lambda line: line.kind))),
                Column("ref", list(_each(self.lines, lambda line: line.ref))),
                Column("figure", list(_each(self.lines, lambda line: line.figure))),
                self._stamps(),
                Column("value", [value for line in self.lines for value in line.values], "number"),
                *self._envelopes(),
            ),
            self.about.notes,
        )

    def _stamps(self) -> Column:
        at = [at for line in self.lines for at in line.at]
        if not any(line.steps for line in self.lines):
            return Column("at", at, "day")
        return Column("at", [_moment(one) for one in at], "instant")

    def _envelopes(self) -> Iterator[Column]:
        if any(line.envelope for line in self.lines):
            filled: list[object] = []
            for line in self.lines:
                filled += line.envelope or [None] * len(line.at)
            yield Column("envelope", filled, "number")


def _moment(at: date) -> datetime:
    """Return a moment, of a day its beginning: in one column both have one type."""
    return at if isinstance(at, datetime) else datetime.combine(at, time())


def _each(lines: Iterable[SeriesLine], said: Callable[[SeriesLine], str]) -> Iterator[str]:
    for line in lines:
        yield from [said(line)] * len(line.at)
