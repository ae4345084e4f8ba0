"""Economic series as they are asked for and shown."""

from datetime import date

from pydantic import Field

from ballast_core.market.entities import Grade, Indicator, Spanned
from ballast_core.shared.entity import Day, Entity
from ballast_core.shared.table import Column, Table, View


class IndicatorAsk(Spanned):
    """One series; `as_of` shows it as it was known on that day."""

    series: str = Field(max_length=40)
    as_of: Day | None = None


class ListedIndicator(Entity):
    """A series, its last value, and how complete it is.

    `expected` counts periods from the first value to the last one that should be published by now,
    `stale_periods` those of them after the last value. `next_release` is when the next one should come.
    """

    indicator: Indicator
    last_period: date | None
    last_value: float | None
    previous_value: float | None
    expected: int
    present: int
    coverage: float | None
    stale_periods: int
    grade: Grade | None
    next_release: date | None


class IndicatorsView(View):
    """All economic series by category and id, as they are on `today`."""

    today: date
    indicators: tuple[ListedIndicator, ...]

    def table(self) -> Table:
        """Return a row a series."""
        rows = self.indicators
        told = [row.indicator for row in rows]
        return Table(
            "Economic series",
            (
                Column("series", [one.id for one in told]),
                Column("name", [one.name for one in told]),
                Column("category", [one.category for one in told]),
                Column("frequency", [one.frequency.value for one in told]),
                Column("last_period", [row.last_period for row in rows], "day"),
                Column("last_value", [row.last_value for row in rows], "number"),
                Column("previous_value", [row.previous_value for row in rows], "number"),
                Column("unit", [one.unit for one in told]),
                Column("coverage", [row.coverage for row in rows], "fraction"),
                Column("stale_periods", [row.stale_periods for row in rows], "count"),
                Column("grade", [row.grade.value if row.grade else None for row in rows]),
                Column("next_release", [row.next_release for row in rows], "day"),
            ),
        )


class Vintage(Entity):
    """A value of a period that replaced another one, and the first day on which it was known."""

    period: date
    known_since: date
    value: float | None
    before: float | None


class IndicatorView(View):
    """One series by period, as it was known on `as_of`, or as it is known now.

    `values` may have None: the source says that the period has no value. `known_since` is the first day of
    each value, `first_values` are those that were published first, `revisions` counts the changes since.
    `revised` has these changes, newest first.
    """

    indicator: Indicator
    as_of: date | None
    source: str
    periods: list[date]
    values: list[float | None]
    known_since: list[date]
    first_values: list[float | None]
    revisions: list[int]
    revised: tuple[Vintage, ...]
    coverage: ListedIndicator

    def table(self) -> Table:
        """Return a row a period."""
        known = f" as known on {self.as_of}" if self.as_of else ""
        return Table(
            f"{self.indicator.id} {self.indicator.name}{known}".strip(),
            (
                Column("period", self.periods, "day"),
                Column("value", self.values, "number"),
                Column("known_since", self.known_since, "day"),
                Column("first_value", self.first_values, "number"),
                Column("revisions", self.revisions, "count"),
            ),
        )
