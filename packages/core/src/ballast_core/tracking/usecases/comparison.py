"""Models from one start, as a view: curves, measures, correlation and a benchmark."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Literal

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.usecases.benchmark import AGAINST, Benchmark
from ballast_core.tracking.usecases.series import SeriesName
from ballast_core.tracking.usecases.show_measures import MeasuresView, measures_table

type Rows = Literal["models", "days", "pairs"]
"""What a comparison has a row of when it is laid flat: measures, curves or correlations."""

_FIGURES = (
    "beta, alpha, correlation, tracking error and information ratio are of returns between the days that "
    "both have, a year by how many those are, at a risk-free rate of 0"
)


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

    `values` has a list a model, 100 at the start, where it stood at as many dollars as `starts` says; between
    its own points a model keeps its last value.
    `correlation` is of returns between the days that all models have. `measures` has an entry a model.
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
    starts: dict[str, float]
    measures: tuple[MeasuresView, ...]
    correlation: list[list[float | None]]
    common_points: int
    raw_points: int
    sent_points: int
    benchmark: Benchmark | None = None
    rows: Rows = "models"

    def table(self) -> Table:
        """Return a row a model and one of the benchmark; or what else `rows` asks for."""
        match self.rows:
            case "days":
                return self._curves()
            case "pairs":
                return self._pairs()
            case "models":
                return self._measures()

    def _curves(self) -> Table:
        beside = self.benchmark
        lines = dict(self.values)
        if beside:
            lines.setdefault(beside.name, beside.values)
        relative = beside.models if beside else ()
        return Table(
            f"Curves, {self.label}",
            (
                Column("day", self.days, "day"),
                *(Column(name, values, "number") for name, values in lines.items()),
                *(Column(f"{one.model} relative", one.relative_strength, "number") for one in relative),
            ),
            (f"100 on {self.start}; {self.start_reason}", *self._cautions),
        )

    def _pairs(self) -> Table:
        names = list(self.values)
        pairs = list(combinations(range(len(names)), 2))
        return Table(
            f"Correlation, {self.label}",
            (
                Column("first", [names[at] for at, _ in pairs]),
                Column("second", [names[at] for _, at in pairs]),
                Column("correlation", [self.correlation[one][two] for one, two in pairs], "number"),
            ),
            (f"of returns between the {self.common_points} days that all models have", *self._cautions),
        )

    @property
    def _cautions(self) -> tuple[str, ...]:
        beside = (self.benchmark.note,) if self.benchmark else ()
        return (*((self.caution,) if self.caution else ()), *beside)

    def _measures(self) -> Table:
        notes = (
            f"{self.label}, {self.start} to {self.end}; {self.start_reason}",
            *(fork.sentence for fork in self.forks),
            *self._cautions,
            *((_FIGURES,) if self.benchmark else ()),
        )
        title, beside = f"Comparison, {self.label}", self.benchmark
        if beside is None:
            return measures_table(title, self.measures, notes)
        among = beside.name in self.values
        rows = self.measures if among else (*self.measures, beside.measures)
        plain = measures_table(title, rows, notes)
        known = {(one.model, self.series.value): one for one in beside.models}
        keys = [(str(model), str(series)) for model, series, *_ in plain.rows()]
        figures = (
            Column(name, [getattr(known.get(key), name, None) for key in keys], unit)
            for name, unit in AGAINST.items()
        )
        return replace(plain, columns=(*plain.columns, *figures))
