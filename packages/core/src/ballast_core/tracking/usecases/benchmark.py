"""What models are held against, and how each of them stands to it."""

from collections.abc import Callable

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Ints
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import InvalidError
from ballast_core.shared.measures import (
    align,
    alpha,
    beta,
    correlation,
    information_ratio,
    points_per_year,
    relative_strength,
    simple_returns,
    tracking_error,
)
from ballast_core.shared.series import Series
from ballast_core.shared.table import Unit
from ballast_core.tracking.usecases.series import SeriesName, or_none, with_gaps
from ballast_core.tracking.usecases.show_measures import MeasuresView


class AgainstBenchmark(Entity):
    """How one model stands to the benchmark over the days that both have; a figure they cannot give is empty.

    `relative_strength` is the model's value over the benchmark's, 100 at the start, a point a day of the
    comparison and none after either ends; `relative_return` is its last point as a fraction. The others
    are of returns between the `points` days that both have: `alpha`, `tracking_error` and
    `information_ratio` a year by the observed number of points, at a risk-free rate of 0.
    """

    model: str
    relative_strength: list[float | None]
    relative_return: float | None
    beta: float | None
    alpha: float | None
    correlation: float | None
    tracking_error: float | None
    information_ratio: float | None
    points: int


class Benchmark(Entity):
    """One series that models are held against; `values` as those of the models, 100 at the start."""

    name: str
    model: str
    series: SeriesName
    label: str
    caution: str
    values: list[float]
    measures: MeasuresView
    models: tuple[AgainstBenchmark, ...]

    @property
    def note(self) -> str:
        """Say to a person what it is."""
        beside = f" {self.caution}" if self.caution else ""
        return f"against {self.name}: {self.model}, {self.label}.{beside}"


AGAINST: dict[str, Unit] = {
    "relative_return": "fraction",
    "beta": "number",
    "alpha": "fraction",
    "correlation": "number",
    "tracking_error": "fraction",
    "information_ratio": "number",
}
"""The figures against a benchmark, and how a person reads them."""


def parse_benchmark(text: str) -> tuple[str, SeriesName]:
    """Return the model and the series that `MODEL` or `MODEL:SERIES` names; alone it is the portfolio.

    Raises ValueError when there is no such series.
    """
    model, colon, series = text.rpartition(":")
    if not colon:
        return text, SeriesName.BASE
    if series not in set(SeriesName):
        msg = (
            f"a benchmark has no series {series!r}; write MODEL or MODEL:SERIES with one of "
            f"{', '.join(SeriesName)}"
        )
        raise ValueError(msg)
    return model, SeriesName(series)


def ratio(days: Days, series: Series, benchmark: Series) -> Floats:
    """Return relative strength day by day; between its own points each keeps its last value.

    Shapes: days (n,) ascending, the first not before either series; (n,) out.
    NaN: after the last point of either.
    """
    both = [one.values[np.searchsorted(one.days, days, "right") - 1] for one in (series, benchmark)]
    strength = relative_strength(*both)
    strength[days > min(series.days[-1], benchmark.days[-1])] = np.nan
    return strength


def against(model: str, series: Series, benchmark: Series, strength: Floats, keep: Ints) -> AgainstBenchmark:
    """Return how a series stands to a benchmark; of its relative strength the points to `keep` leave."""
    days, values = align([series, benchmark])
    returns, others = (simple_returns(column) for column in values.T)

    def figure(of: Callable[[], float]) -> float | None:
        try:
            return or_none(of()) if days.size > 2 else None
        except InvalidError:
            return None

    known = strength[np.isfinite(strength)]
    return AgainstBenchmark(
        model=model,
        relative_strength=with_gaps(strength[keep]),
        relative_return=float(known[-1] / 100 - 1) if known.size else None,
        beta=figure(lambda: beta(returns, others)),
        alpha=figure(lambda: alpha(returns, others, points_per_year(days))),
        correlation=figure(lambda: float(correlation(np.column_stack([returns, others]))[0, 1])),
        tracking_error=figure(lambda: tracking_error(returns, others, points_per_year(days))),
        information_ratio=figure(lambda: information_ratio(returns, others, points_per_year(days))),
        points=int(days.size),
    )
