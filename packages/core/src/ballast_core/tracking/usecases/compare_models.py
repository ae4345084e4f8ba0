"""Models side by side over one span, from where they part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from ballast_core.shared.arrays import Days, Floats, Ints, to_date, to_dates
from ballast_core.shared.dates import Period, period_start
from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import align, correlation
from ballast_core.shared.sampling import sample
from ballast_core.shared.series import Series
from ballast_core.shared.table import Table, View
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.errors import BadQueryError
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.rules import common_prefix
from ballast_core.tracking.usecases.series import (
    FEWEST_POINTS,
    LABELS,
    SENT_POINTS,
    Points,
    ReadSeries,
    SeriesName,
    SeriesQuery,
    about,
    cut,
    lagged,
    with_gaps,
)
from ballast_core.tracking.usecases.show_measures import MeasuresView, measures_of, measures_table


class CompareQuery(Entity):
    """Which models over which time.

    The comparison starts where the models part (`from_fork`), for before that day they are one portfolio;
    a period narrows it further, and `start` wins over both. With `from_fork` off it starts at the first day
    that all have, and never before.
    """

    models: tuple[str, ...] = Field(min_length=1, max_length=50)
    series: SeriesName = SeriesName.BASE
    period: Period = "max"
    start: date | None = None
    end: date | None = None
    from_fork: bool = True
    points: Points = SENT_POINTS

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.models)) < len(self.models):
            msg = "a model is named twice"
            raise ValueError(msg)
        return self


class Fork(Entity):
    """Two models with a common past: `day` is the last day on which they are one portfolio.

    `parted` is False where they never differ: one is a copy of the other, as far as it goes.
    """

    first: str
    second: str
    day: date
    points: int
    parted: bool

    @property
    def sentence(self) -> str:
        """Say it to a person."""
        shared = f"one portfolio up to {self.day}" if self.parted else "the same"
        return f"{self.first} and {self.second} are {shared} ({self.points} points)"


class ComparisonView(View):
    """Models from one start.

    `values` has a list a model, 100 at the start; between its own points a model keeps its last value.
    `correlation` is of returns between the days that all models have.
    """

    series: SeriesName
    label: str
    caution: str
    start: date
    start_reason: str
    end: date
    forks: tuple[Fork, ...]
    days: list[date]
    values: dict[str, list[float]]
    measures: tuple[MeasuresView, ...]
    correlation: list[list[float | None]]
    common_points: int
    raw_points: int
    sent_points: int

    def table(self) -> Table:
        """Return a row a model."""
        notes = (
            f"{self.label}, {self.start} to {self.end}; {self.start_reason}",
            *(fork.sentence for fork in self.forks),
        )
        cautions = (self.caution,) if self.caution else ()
        return measures_table(f"Comparison, {self.label}", self.measures, (*notes, *cautions))


@dataclass(frozen=True, slots=True)
class CompareModels:
    """Compare models on equal terms."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, query: CompareQuery) -> ComparisonView:
        """Compare. Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError` when they share no time."""
        models = [await self.models.model(ref) for ref in query.models]
        whole = {model.name: await self.read_series(model, query.series) for model in models}
        forks = _forks(whole)
        start, reason = _start(whole, forks, query)
        end = min(query.end or date.max, max(to_date(series.days[-1]) for series in whole.values()))
        if start >= end:
            raise BadQueryError("models", f"they have no common time to compare ({start} to {end}): {reason}")
        span = SeriesQuery(model="", series=query.series, period=query.period, start=start, end=end)
        parts = {name: cut(series, span) for name, series in whole.items()}
        days = _union(parts.values(), start)
        values = {name: _as_of(series, days) for name, series in parts.items()}
        keep = _kept(values, query.points or days.size)
        common, matrix = _correlation(list(parts.values()))
        label, caution = LABELS[query.series]
        return ComparisonView(
            series=query.series,
            label=label,
            caution=caution,
            start=start,
            start_reason=reason,
            end=end,
            forks=forks,
            days=to_dates(days[keep]),
            values={name: (100 * line[keep] / line[0]).tolist() for name, line in values.items()},
            measures=tuple([await self._measures(model, parts[model.name], query) for model in models]),
            correlation=matrix,
            common_points=common,
            raw_points=int(days.size),
            sent_points=int(keep.size),
        )

    async def _measures(self, model: TradingModel, part: Series, query: CompareQuery) -> MeasuresView:
        asked = query.model_dump(include={"series", "period", "start", "end"})
        one = SeriesQuery(model=model.name, **asked)
        view = measures_of(part, about(part, model.name, one))
        beside = lagged(one, view.about)
        if beside is None:
            return view
        without = measures_of(*await self.read_series.part(model, beside))
        return view.model_copy(update={"overlay_lagged": without})


def _forks(whole: dict[str, Series]) -> tuple[Fork, ...]:
    pairs = combinations(whole.items(), 2)
    prefixes = ((first, second, common_prefix((one, two))) for (first, one), (second, two) in pairs)
    return tuple(
        Fork(first=first, second=second, day=prefix.day, points=prefix.points, parted=prefix.parted)
        for first, second, prefix in prefixes
        if prefix
    )


def _start(whole: dict[str, Series], forks: tuple[Fork, ...], query: CompareQuery) -> tuple[date, str]:
    first = max(to_date(series.days[0]) for series in whole.values())
    if query.start:
        return max(first, query.start), "from the day that was asked for"
    start, reason = first, "from the first day that all have"
    parted = [fork for fork in forks if fork.parted and fork.day > first]
    if query.from_fork and parted:
        last = max(parted, key=lambda fork: fork.day)
        start, reason = last.day, f"from the day on which {last.first} and {last.second} part"
    end = min(query.end or date.max, max(to_date(series.days[-1]) for series in whole.values()))
    asked = period_start(query.period, end)
    return (asked, f"the period {query.period}") if asked and asked > start else (start, reason)


def _union(parts: Iterable[Series], start: date) -> Days:
    days = np.unique(np.concatenate([series.days for series in parts]))
    return days[max(int(np.searchsorted(days, np.datetime64(start), "right")) - 1, 0) :]


def _as_of(series: Series, days: Days) -> Floats:
    at = np.searchsorted(series.days, days, "right") - 1
    return series.values[np.maximum(at, 0)]


def _kept(values: dict[str, Floats], points: int) -> Ints:
    # A day stays when any of the lines has a point worth keeping on it.
    each = max(points // len(values), FEWEST_POINTS)
    return np.unique(np.concatenate([sample(line, each) for line in values.values()]))


def _correlation(parts: Sequence[Series]) -> tuple[int, list[list[float | None]]]:
    days, values = align(parts)
    if days.size < 3:
        return int(days.size), [[None] * len(parts) for _ in parts]
    return int(days.size), [with_gaps(row) for row in correlation(values[1:] / values[:-1] - 1)]
