"""Which series a model has, what each one means, and the part of it that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isnan
from typing import Annotated, Self

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from ballast_core.shared.arrays import Floats, to_date
from ballast_core.shared.dates import Period, period_start
from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import points_per_year
from ballast_core.shared.series import Series
from ballast_core.shared.table import Column
from ballast_core.tracking.entities import DailyColumns, TradingModel
from ballast_core.tracking.errors import BadQueryError, NoDataError
from ballast_core.tracking.ports import ValueStore
from ballast_core.tracking.rules import daily, overlay, series_of, signals

SENT_POINTS = 2_000
FEWEST_POINTS = 4


class SeriesName(StrEnum):
    """The series of a model. The portfolio is `base`; all others are labeled for what they are."""

    BASE = "base"
    TRADED = "traded"
    TRADED_ONLY = "traded_only"
    OVERLAY = "overlay"
    OVERLAY_LAGGED = "overlay_lagged"
    BACKTEST = "backtest"
    BUY_AND_HOLD = "buy_and_hold"


_HINDSIGHT = (
    "A hindsight overlay, not the portfolio: the signal of a day is applied to the return of that same day. "
    "Compare it with overlay_lagged, which uses the signal of the day before."
)

LABELS: dict[SeriesName, tuple[str, str]] = {
    SeriesName.BASE: ("portfolio", ""),
    SeriesName.TRADED: ("hindsight overlay as stored; base before there was a signal", _HINDSIGHT),
    SeriesName.TRADED_ONLY: ("hindsight overlay as stored", _HINDSIGHT),
    SeriesName.OVERLAY: ("hindsight overlay, recomputed", _HINDSIGHT),
    SeriesName.OVERLAY_LAGGED: (
        "overlay with the signal of the day before",
        "What the signal would have made without hindsight; it was not traded.",
    ),
    SeriesName.BACKTEST: (
        "backtest",
        "Computed after the fact with the rules of its day; it was not traded.",
    ),
    SeriesName.BUY_AND_HOLD: (
        "buy and hold, from the backtest",
        "The benchmark of the backtest; it was not traded.",
    ),
}

MEANINGS: dict[SeriesName, str] = {
    SeriesName.BASE: "What the portfolio was worth, as the status file states it.",
    SeriesName.TRADED: (
        "The portfolio with the signal of a day applied to the return of that same day, as the files state "
        "it; before the first signal it is the portfolio. Nobody can trade that: it is hindsight."
    ),
    SeriesName.TRADED_ONLY: (
        "The same hindsight overlay, only from the first day for which the files have a signal."
    ),
    SeriesName.OVERLAY: (
        "The hindsight overlay computed again from the portfolio for every day: in the market where the "
        "signal says hold, in cash where it does not, known before the day was over."
    ),
    SeriesName.OVERLAY_LAGGED: (
        "The overlay that could have been followed: the signal of a day decides about the next one. "
        "It was not traded."
    ),
    SeriesName.BACKTEST: "What the model's rules would have made; computed after the fact, not traded.",
    SeriesName.BUY_AND_HOLD: "What the backtest holds itself against: buying all and waiting. Not traded.",
}
"""What each series means, in one or two plain sentences."""

HINDSIGHT = frozenset({SeriesName.TRADED, SeriesName.TRADED_ONLY, SeriesName.OVERLAY})


def _enough(points: int) -> int:
    if 0 < points < FEWEST_POINTS:
        msg = f"must be 0 (all) or at least {FEWEST_POINTS}: both ends and both extremes"
        raise ValueError(msg)
    return points


type Points = Annotated[int, Field(ge=0, le=1_000_000), AfterValidator(_enough)]
"""How many points leave at most; 0 for all of them."""


class SeriesQuery(Entity):
    """Which series of which model, over which time.

    `period` counts back from the series' last day, never from today; `start` and `end` win over it.
    The part begins at the last point on or before its start, so that its return covers all of it.
    `points` is how many points leave at most (0: all of them).
    """

    model: str
    series: SeriesName = SeriesName.BASE
    period: Period = "max"
    start: date | None = None
    end: date | None = None
    points: Points = SENT_POINTS

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            msg = f"start {self.start} is after end {self.end}"
            raise ValueError(msg)
        return self


class SeriesAbout(Entity):
    """What a figure or a chart must say of its series."""

    model: str
    series: SeriesName
    label: str
    caution: str
    period: str
    frequency: str
    first_day: date
    last_day: date
    points: int

    def title(self, what: str) -> str:
        """Return a title that names the series, too."""
        return f"{self.model}, {self.label}: {what}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the sentences to read beside a table."""
        said = f"{self.model}, {self.label}: {self.first_day} to {self.last_day}, {self.frequency}"
        return (said, self.caution) if self.caution else (said,)


@dataclass(frozen=True, slots=True)
class ReadSeries:
    """Read one named series of a model."""

    values: ValueStore

    async def __call__(self, model: TradingModel, name: SeriesName) -> Series:
        """Return the whole series. Raises `NoDataError` when the model has none of it."""
        if name in (SeriesName.BACKTEST, SeriesName.BUY_AND_HOLD):
            backtest = await self.values.backtest(model.id)
            values = backtest.strategy if name is SeriesName.BACKTEST else backtest.buy_and_hold
            series = Series(backtest.days, values).finite()
        else:
            series = _of_status(daily(await self.values.status(model.id)), name)
        if not len(series):
            raise NoDataError(model.name, f"{name.value} series")
        return series

    async def part(self, model: TradingModel, query: SeriesQuery) -> tuple[Series, SeriesAbout]:
        """Return the part that is asked for, and what must be said of it."""
        series = cut(await self(model, query.series), query)
        return series, about(series, model.name, query)


def cut(series: Series, query: SeriesQuery) -> Series:
    """Return the part of a series that a query asks for. Raises `BadQueryError` when no point is in it."""
    last = to_date(series.days[-1]) if query.end is None else query.end
    start = query.start or period_start(query.period, last)
    first = (
        0 if start is None else max(int(np.searchsorted(series.days, np.datetime64(start), "right")) - 1, 0)
    )
    end = int(np.searchsorted(series.days, np.datetime64(last), "right"))
    outside = start is not None and np.datetime64(start) > series.days[-1]
    if end <= first or outside:
        have = f"{to_date(series.days[0])} to {to_date(series.days[-1])}"
        raise BadQueryError(
            "start, end", f"{query.model} has no {query.series.value} point there; it has {have}"
        )
    return Series(series.days[first:end], series.values[first:end])


def lagged(query: SeriesQuery, said: SeriesAbout) -> SeriesQuery | None:
    """Return what to ask beside a hindsight series: the overlay without hindsight over the same days."""
    if query.series not in HINDSIGHT:
        return None
    days = {"start": said.first_day, "end": said.last_day}
    return query.model_copy(update={"series": SeriesName.OVERLAY_LAGGED, **days})


def named(rows: Sequence[SeriesAbout]) -> tuple[Column, ...]:
    """Return a column that names the series of each row; none for the portfolio, which needs no name."""
    names = [said.series.value for said in rows]
    return (Column("series", names),) if set(names) - {SeriesName.BASE.value} else ()


def about(series: Series, model: str, query: SeriesQuery) -> SeriesAbout:
    """Return what must be said of this part of a series."""
    label, caution = LABELS[query.series]
    asked = query.start or query.end
    return SeriesAbout(
        model=model,
        series=query.series,
        label=label,
        caution=caution,
        period="dates" if asked else query.period,
        frequency=_frequency(series),
        first_day=to_date(series.days[0]),
        last_day=to_date(series.days[-1]),
        points=len(series),
    )


def _frequency(series: Series) -> str:
    if len(series) < 2:
        return "a single point"
    rate = points_per_year(series.days)
    kind = "trading days" if 245 < rate < 262 else "irregular points"
    return f"{kind}, {rate:.1f} a year"


def _of_status(points: DailyColumns, name: SeriesName) -> Series:
    match name:
        case SeriesName.TRADED:
            return series_of(points, "traded")
        case SeriesName.TRADED_ONLY:
            return series_of(points, "traded_only")
        case SeriesName.OVERLAY:
            return Series(points.days, overlay(points.base, signals(points.base)))
        case SeriesName.OVERLAY_LAGGED:
            return Series(points.days, overlay(points.base, signals(points.base), lag=1))
        case _:
            return series_of(points, "base")


def with_gaps(values: Floats) -> list[float | None]:
    """Return values as a list in which a missing one is None, as JSON has it."""
    return [None if isnan(value) else value for value in values.tolist()]


def or_none(value: float) -> float | None:
    """Return the value, or None where it is missing."""
    return None if isnan(value) else value
