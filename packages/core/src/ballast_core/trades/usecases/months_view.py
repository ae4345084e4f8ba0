"""Months, rolling months and falls of the portfolio, as they are shown."""

from datetime import date

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.usecases.about import AnswerAbout

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class MonthGridYear(Entity):
    """Twelve months and their year; a month outside the days is empty."""

    year: int
    profits: tuple[float | None, ...]
    rates: tuple[float | None, ...]
    profit: float
    rate: float | None


class MonthGridView(View):
    """Profit and return on beginning equity, month by year; the first and the last month may be partial."""

    about: AnswerAbout
    years: tuple[MonthGridYear, ...]

    def table(self) -> Table:
        """Return two rows a year: profit and return."""
        rows = [(one, what) for one in self.years for what in ("profit", "rate")]
        cells = [one.profits if what == "profit" else one.rates for one, what in rows]
        return Table(
            "Month by year",
            (
                Column("year", [one.year for one, _ in rows], "year"),
                Column("what", [what for _, what in rows]),
                *(Column(name, [row[at] for row in cells], "number") for at, name in enumerate(_MONTHS)),
                Column(
                    "total", [one.profit if what == "profit" else one.rate for one, what in rows], "number"
                ),
            ),
            self.about.notes,
        )


class RollingMonth(Entity):
    """The `months` months that end here; empty until so many have passed."""

    month: str
    profit: float | None
    rate: float | None
    worst_decline: float | None


class RollingMonthsView(View):
    """Profit, return and worst fall between month ends over a moving window of months."""

    about: AnswerAbout
    months: int
    rows: tuple[RollingMonth, ...]

    def table(self) -> Table:
        """Return a row a month."""
        return Table(
            f"Rolling {self.months} months",
            (
                Column("month", [row.month for row in self.rows]),
                Column("profit", [row.profit for row in self.rows], "money"),
                Column("rate", [row.rate for row in self.rows], "fraction"),
                Column("worst_decline", [row.worst_decline for row in self.rows], "fraction"),
            ),
            self.about.notes,
        )


class UnderwaterFall(Entity):
    """A fall of equity below its peak, in money and of the peak, and the way back.

    `peak_day` is empty when the starting equity was the peak; `recovery_day` until equity is there again.
    Days are calendar days: from the peak to the valley, from there to the recovery, and all of them so far.
    """

    depth: float
    depth_share: float
    peak_equity: float
    peak_day: date | None
    valley_day: date
    recovery_day: date | None
    days_to_valley: int
    days_to_recovery: int | None
    days: int


class UnderwaterView(View):
    """The falls of marked equity, the deepest in money first; starting equity counts as a peak.

    `share` is the fraction of days below a peak, `current` the fall on the last day in money,
    `current_share` of the peak; `longest_days` the longest of all falls.
    """

    about: AnswerAbout
    falls: tuple[UnderwaterFall, ...]
    count: int
    share: float
    current: float
    current_share: float
    longest_days: int

    def table(self) -> Table:
        """Return a row a fall."""
        return Table(
            "Under water",
            (
                Column("depth", [fall.depth for fall in self.falls], "money"),
                Column("depth_share", [fall.depth_share for fall in self.falls], "fraction"),
                Column("peak_equity", [fall.peak_equity for fall in self.falls], "money"),
                Column("peak_day", [fall.peak_day for fall in self.falls], "day"),
                Column("valley_day", [fall.valley_day for fall in self.falls], "day"),
                Column("recovery_day", [fall.recovery_day for fall in self.falls], "day"),
                Column("days_to_valley", [fall.days_to_valley for fall in self.falls], "count"),
                Column("days_to_recovery", [fall.days_to_recovery for fall in self.falls], "count"),
                Column("days", [fall.days for fall in self.falls], "count"),
            ),
            self.about.notes,
        )
