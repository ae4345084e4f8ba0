"""Models side by side over one span, from where they part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.errors import BadQueryError
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.rules import common_prefix
from ballast_core.tracking.usecases.benchmark import (
    AgainstBenchmark,
    Benchmark,
    against,
    parse_benchmark,
    ratio,
)
from ballast_core.tracking.usecases.comparison import ComparisonView, Fork, Rows
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
from ballast_core.tracking.usecases.show_measures import MeasuresView, measures_of


class CompareQuery(Entity):
    """Which models over which time.

    The comparison starts where the models part (`from_fork`), for before that day they are one portfolio;
    a period narrows it further, and `start` wins over both. With `from_fork` off it starts at the first day
    that all have, and never before. `benchmark` is another series to hold them against: `MODEL` for a
    model's portfolio, `MODEL:SERIES` for any of its series, such as `naz100_pine:buy_and_hold`.
    `rows` says what the answer has a row of when it is laid flat.
    """

    models: tuple[str, ...] = Field(min_length=1, max_length=50)
    benchmark: str | None = None
    series: SeriesName = SeriesName.BASE
    period: Period = "max"
    start: date | None = None
    end: date | None = None
    from_fork: bool = True
    points: Points = SENT_POINTS
    rows: Rows = "models"

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.models)) < len(self.models):
            msg = "a model is named twice"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            msg = f"start {self.start} is after end {self.end}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _benchmark_of_a_series(self) -> Self:
        if self.benchmark is not None:
            parse_benchmark(self.benchmark)
        return self


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """One series of the comparison; a benchmark that is no series of the models has a name of its own."""

    name: str
    model: TradingModel
    kind: SeriesName
    series: Series


@dataclass(frozen=True, slots=True)
class CompareModels:
    """Compare models on equal terms."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, query: CompareQuery) -> ComparisonView:
        """Compare. Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError` when they share no time."""
        lines = [await self._line(ref, query.series) for ref in query.models]
        beside = await self._beside(query, lines)
        every = [*lines, beside] if beside and beside not in lines else lines
        whole = {line.name: line.series for line in every}
        forks = _forks(whole)
        start, reason = _start(whole, forks, query)
        end = min(query.end or date.max, max(to_date(series.days[-1]) for series in whole.values()))
        if start >= end:
            raise BadQueryError("models", f"they have no common time to compare ({start} to {end}): {reason}")
        parts = {line.name: cut(line.series, _asked(line, query, start, end)) for line in every}
        days = _union(parts.values(), start)
        values = {name: _as_of(series, days) for name, series in parts.items()}
        strength = {line.name: ratio(days, parts[line.name], parts[beside.name]) for line in lines if beside}
        keep = _kept([*values.values(), *strength.values()], query.points)
        sent = {name: (100 * line[keep] / line[0]).tolist() for name, line in values.items()}
        measures = {line.name: await self._measures(line, parts[line.name], query) for line in every}
        common, matrix = _correlation([parts[line.name] for line in lines])
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
            values={line.name: sent[line.name] for line in lines},
            starts={line.name: float(values[line.name][0]) for line in lines},
            measures=tuple(measures[line.name] for line in lines),
            correlation=matrix,
            common_points=common,
            raw_points=int(days.size),
            sent_points=int(keep.size),
            rows=query.rows,
            benchmark=_benchmark(
                beside,
                sent[beside.name],
                measures[beside.name],
                tuple(
                    against(line.name, parts[line.name], parts[beside.name], strength[line.name], keep)
                    for line in lines
                ),
            )
            if beside
            else None,
        )

    async def _line(self, ref: str, kind: SeriesName) -> _Line:
        model = await self.models.model(ref)
        return _Line(model.name, model, kind, await self.read_series(model, kind))

    async def _beside(self, query: CompareQuery, lines: Sequence[_Line]) -> _Line | None:
        if query.benchmark is None:
            return None
        line = await self._line(*parse_benchmark(query.benchmark))
        known = (one for one in lines if (one.name, one.kind) == (line.name, line.kind))
        return next(known, replace(line, name=f"{line.name}:{line.kind.value}"))

    async def _measures(self, line: _Line, part: Series, query: CompareQuery) -> MeasuresView:
        asked = query.model_dump(include={"period", "start", "end"})
        one = SeriesQuery(model=line.model.name, series=line.kind, **asked)
        view = measures_of(part, about(part, line.model.name, one))
        beside = lagged(one, view.about)
        if beside is None:
            return view
        without = measures_of(*await self.read_series.part(line.model, beside))
        return view.model_copy(update={"overlay_lagged": without})


def _asked(line: _Line, query: CompareQuery, start: date, end: date) -> SeriesQuery:
    return SeriesQuery(model=line.model.name, series=line.kind, period=query.period, start=start, end=end)


def _benchmark(
    line: _Line, values: list[float], measures: MeasuresView, models: tuple[AgainstBenchmark, ...]
) -> Benchmark:
    label, caution = LABELS[line.kind]
    return Benchmark(
        name=line.name,
        model=line.model.name,
        series=line.kind,
        label=label,
        caution=caution,
        values=values,
        measures=measures,
        models=models,
    )


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


def _kept(lines: Sequence[Floats], points: int) -> Ints:
    # A day stays when any of the lines has a point worth keeping on it.
    each = max(points // len(lines), FEWEST_POINTS) if points else lines[0].size
    return np.unique(np.concatenate([sample(line, each) for line in lines]))


def _correlation(parts: Sequence[Series]) -> tuple[int, list[list[float | None]]]:
    days, values = align(parts)
    if days.size < 3:
        return int(days.size), [[None] * len(parts) for _ in parts]
    return int(days.size), [with_gaps(row) for row in correlation(values[1:] / values[:-1] - 1)]
