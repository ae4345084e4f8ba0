"""Return, risk and drawdown figures of one series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Floats
from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import Drawdown, measure
from ballast_core.shared.series import Series
from ballast_core.shared.table import Column, Table, Unit, View
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import cash_in, flows, time_weighted_returns
from ballast_core.tracking.usecases.series import (
    ReadSeries,
    SeriesAbout,
    SeriesName,
    SeriesQuery,
    lagged,
    or_none,
)


class DrawdownEpisode(Entity):
    """One fall below a peak. `depth` is a fraction below zero; days are calendar days.

    `recovery_day` is the first day at or above the peak again; until then it is empty, and
    `days_under` counts to the last day of the series.
    """

    depth: float
    peak_day: date
    trough_day: date
    recovery_day: date | None
    days_to_trough: int
    days_under: int


class MeasuresView(View):
    """Figures of one part of one series; a figure that the points cannot give is empty.

    Fractions, but for ratios. `_252` figures pretend 252 points a year, `_observed` ones use the points a
    year that there are. Risk-free rate and Sortino target are 0. Losses (VaR, CVaR) are positive, per point.
    `time_weighted_return` is the total return without what was paid in on the way; only base has it.
    `overlay_lagged` stands beside a hindsight series.
    """

    about: SeriesAbout
    first_value: float
    last_value: float
    years: float
    points_per_year: float | None
    total_return: float | None
    cagr: float | None
    volatility_252: float | None
    volatility_observed: float | None
    sharpe_252: float | None
    sharpe_observed: float | None
    sortino_252: float | None
    sortino_observed: float | None
    calmar: float | None
    max_drawdown: DrawdownEpisode
    current_drawdown: float | None
    underwater_share: float | None
    var_95: float | None
    cvar_95: float | None
    best_return: float | None
    best_day: date | None
    worst_return: float | None
    worst_day: date | None
    positive_share: float | None
    skewness: float | None
    kurtosis: float | None
    time_weighted_return: float | None = None
    overlay_lagged: "MeasuresView | None" = None

    def table(self) -> Table:
        """Return a row, and beside a hindsight series one of the overlay without hindsight."""
        return measures_table(self.about.title("measures"), (self,), self.about.notes)


@dataclass(frozen=True, slots=True)
class ShowMeasures:
    """Show the figures of one series."""

    models: ModelStore
    snapshots: SnapshotStore
    read_series: ReadSeries

    async def __call__(self, query: SeriesQuery | str) -> MeasuresView:
        """Show figures; a name alone asks for the whole portfolio.

        Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError`.
        """
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        model = await self.models.model(query.model)
        series, said = await self.read_series.part(model, query)
        view = measures_of(series, said)
        beside = lagged(query, said)
        if beside:
            without = measures_of(*await self.read_series.part(model, beside))
            return view.model_copy(update={"overlay_lagged": without})
        if query.series is not SeriesName.BASE:
            return view
        paid = flows(series.days, cash_in(await self.snapshots.snapshots(model.id, lots=False)))
        return without_payments(view, series, paid)


def measures_of(series: Series, said: SeriesAbout) -> MeasuresView:
    """Return the figures of a series; NaN becomes nothing."""
    figures = measure(series)
    plain = {name: getattr(figures, name) for name in _UNITS if hasattr(figures, name)}
    known = {name: or_none(value) if isinstance(value, float) else value for name, value in plain.items()}
    return MeasuresView.model_validate(
        {"about": said, "max_drawdown": episode(figures.max_drawdown), **known}
    )


def without_payments(view: MeasuresView, series: Series, paid: Floats) -> MeasuresView:
    """Return the figures with the return that does not count what was paid in as gain."""
    earned = float(np.prod(1 + time_weighted_returns(series.values, paid)) - 1)
    return view.model_copy(update={"time_weighted_return": or_none(earned)})


def episode(fall: Drawdown) -> DrawdownEpisode:
    """Return a fall as an entity."""
    return DrawdownEpisode(
        depth=fall.depth,
        peak_day=fall.peak_day,
        trough_day=fall.trough_day,
        recovery_day=fall.recovery_day,
        days_to_trough=fall.days_to_trough,
        days_under=fall.days,
    )


def measures_table(title: str, views: Sequence[MeasuresView], notes: tuple[str, ...]) -> Table:
    """Return a row a series, below a hindsight series one of the overlay without hindsight."""
    views = [row for view in views for row in (view, view.overlay_lagged) if row]
    return Table(
        title,
        (
            Column("model", [view.about.model for view in views]),
            Column("series", [view.about.series.value for view in views]),
            Column("first_day", [view.about.first_day for view in views], "day"),
            Column("last_day", [view.about.last_day for view in views], "day"),
            Column("points", [view.about.points for view in views], "count"),
            *(Column(name, [getattr(view, name) for view in views], unit) for name, unit in _UNITS.items()),
            Column("max_drawdown", [_of(view, "depth") for view in views], "fraction"),
            Column("peak", [_of(view, "peak_day") for view in views], "day"),
            Column("trough", [_of(view, "trough_day") for view in views], "day"),
            Column("recovery", [_of(view, "recovery_day") for view in views], "day"),
        ),
        notes,
    )


_UNITS: dict[str, Unit] = {
    "first_value": "money",
    "last_value": "money",
    "years": "number",
    "points_per_year": "number",
    "total_return": "fraction",
    "cagr": "fraction",
    "volatility_252": "fraction",
    "volatility_observed": "fraction",
    "sharpe_252": "number",
    "sharpe_observed": "number",
    "sortino_252": "number",
    "sortino_observed": "number",
    "calmar": "number",
    "current_drawdown": "fraction",
    "underwater_share": "fraction",
    "var_95": "fraction",
    "cvar_95": "fraction",
    "best_return": "fraction",
    "best_day": "day",
    "worst_return": "fraction",
    "worst_day": "day",
    "positive_share": "fraction",
    "skewness": "number",
    "kurtosis": "number",
    "time_weighted_return": "fraction",
}


def _of(view: MeasuresView, field: str) -> object:
    return getattr(view.max_drawdown, field)
