"""The capsule of a trading program, as it is shown."""

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.usecases.about import AnswerAbout


class CtaMonth(Entity):
    """A month such as `2024-03`: profit on the equity it began with.

    `vami` is what 1,000 at the start have become; `decline` is its fall from the highest month end, the
    start counting as one. `partial` tells that the days do not cover the month.
    """

    month: str
    profit: float
    beginning_equity: float
    rate: float | None
    vami: float | None
    decline: float | None
    partial: bool


class CtaYear(Entity):
    """The months of a year, compounded; `partial` tells that they do not cover it."""

    year: int
    profit: float
    rate: float | None
    partial: bool


class PeakToValley(Entity):
    """The worst fall between two month ends; `peak` is a month, or `start`."""

    peak: str
    valley: str
    decline: float
    months: int
    recovered: str | None


class CtaSpan(Entity):
    """What the capsule says of a span of months."""

    name: str
    first_month: str
    last_month: str
    months: int
    positive_months: int
    total_rate: float | None
    rate_a_year: float | None
    worst_month: str | None
    worst_rate: float | None
    best_month: str | None
    best_rate: float | None
    worst_decline: PeakToValley | None
    mean_rate: float | None
    deviation: float | None


class CtaView(View):
    """Monthly rates of return on beginning equity, by the definitions of 17 CFR 4.10 and 4.35.

    `five_years` are the last five calendar years and the year to date, as a capsule shows them.
    `rate_to_date` is that of the last year so far; `vami` starts at 1,000.
    """

    about: AnswerAbout
    months: tuple[CtaMonth, ...]
    years: tuple[CtaYear, ...]
    since_start: CtaSpan
    five_years: CtaSpan
    year_to_date: CtaYear
    vami: float | None

    def table(self) -> Table:
        """Return a row a month."""
        return Table(
            "Monthly returns on beginning equity",
            (
                Column("month", [one.month for one in self.months]),
                Column("profit", [one.profit for one in self.months], "money"),
                Column("beginning_equity", [one.beginning_equity for one in self.months], "money"),
                Column("rate", [one.rate for one in self.months], "fraction"),
                Column("vami", [one.vami for one in self.months], "number"),
                Column("decline", [one.decline for one in self.months], "fraction"),
                Column("partial", [one.partial for one in self.months], "flag"),
            ),
            self.about.notes,
        )
