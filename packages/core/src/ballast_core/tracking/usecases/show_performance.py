"""Equity, return and drawdown series."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Ints, to_dates
from ballast_core.shared.measures import drawdowns, measure
from ballast_core.shared.sampling import sample
from ballast_core.shared.series import Series
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.usecases.series import (
    HINDSIGHT,
    ReadSeries,
    SeriesAbout,
    SeriesName,
    SeriesQuery,
    or_none,
    with_gaps,
)


class PerformanceView(View):
    """A series as columns of equal length.

    `values` are dollars; `returns` fractions against the point before, thinned out or not (the first has
    none); `drawdowns` fractions below the peak so far within the period. `overlay_lagged` stands beside a
    hindsight series and is empty otherwise. `raw_points` counts the points of the period, `sent_points`
    those here.
    """

    about: SeriesAbout
    days: list[date]
    values: list[float]
    returns: list[float | None]
    drawdowns: list[float]
    overlay_lagged: list[float | None]
    raw_points: int
    sent_points: int
    total_return: float | None
    cagr: float | None
    max_drawdown: float

    def table(self) -> Table:
        """Return a row a point."""
        beside = (Column("overlay_lagged", self.overlay_lagged, "money"),) if self.overlay_lagged else ()
        thinned = (
            (f"{self.sent_points} of {self.raw_points} points, extremes kept; ask for points=0 to get all",)
            if self.sent_points < self.raw_points
            else ()
        )
        return Table(
            self.about.title("performance"),
            (
                Column("day", self.days, "day"),
                Column(self.about.series.value, self.values, "money"),
                Column("return", self.returns, "fraction"),
                Column("drawdown", self.drawdowns, "fraction"),
                *beside,
            ),
            (*self.about.notes, *thinned),
        )


@dataclass(frozen=True, slots=True)
class ShowPerformance:
    """Show how a model did, the portfolio unless asked otherwise."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, query: SeriesQuery | str) -> PerformanceView:
        """Show the series; a name alone asks for the whole portfolio.

        Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError`.
        """
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        model = await self.models.model(query.model)
        series, about = await self.read_series.part(model, query)
        keep = sample(series.values, query.points or len(series))
        figures = measure(series)
        returns = np.concatenate([[np.nan], series.values[1:] / series.values[:-1] - 1])
        return PerformanceView(
            about=about,
            days=to_dates(series.days[keep]),
            values=series.values[keep].tolist(),
            returns=with_gaps(returns[keep]),
            drawdowns=drawdowns(series.values)[keep].tolist(),
            overlay_lagged=await self._beside(model, query, series, keep),
            raw_points=len(series),
            sent_points=int(keep.size),
            total_return=or_none(figures.total_return),
            cagr=or_none(figures.cagr),
            max_drawdown=figures.max_drawdown.depth,
        )

    async def _beside(
        self, model: TradingModel, query: SeriesQuery, series: Series, keep: Ints
    ) -> list[float | None]:
        if query.series not in HINDSIGHT:
            return []
        lagged = await self.read_series(model, SeriesName.OVERLAY_LAGGED)
        at = np.searchsorted(lagged.days, series.days[keep])
        return with_gaps(lagged.values[at])
