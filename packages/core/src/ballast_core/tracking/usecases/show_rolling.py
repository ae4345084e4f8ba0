"""Return, volatility and Sharpe over a moving window."""

from dataclasses import dataclass
from datetime import date

from ballast_core.shared.arrays import to_dates
from ballast_core.shared.measures import (
    points_per_year,
    rolling_drawdown,
    rolling_return,
    rolling_sharpe,
    rolling_volatility,
)
from ballast_core.shared.sampling import sample
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.errors import BadQueryError
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.usecases.series import ReadSeries, SeriesAbout, SeriesQuery, named, with_gaps


class RollingView(View):
    """Figures of the `window_days` calendar days that end on each day; empty until a window is full.

    `volatility` and `sharpe` are annualized with the points a year of the whole part; `drawdown` is each
    value against the highest of its window.
    """

    about: SeriesAbout
    window_days: int
    days: list[date]
    total_return: list[float | None]
    volatility: list[float | None]
    sharpe: list[float | None]
    drawdown: list[float | None]
    raw_points: int
    sent_points: int

    def table(self) -> Table:
        """Return a row a point."""
        return Table(
            self.about.title(f"rolling {self.window_days} days"),
            (
                Column("day", self.days, "day"),
                Column("return", self.total_return, "fraction"),
                Column("volatility", self.volatility, "fraction"),
                Column("sharpe", self.sharpe, "number"),
                Column("drawdown", self.drawdown, "fraction"),
                *named([self.about] * len(self.days)),
            ),
            self.about.notes,
        )


@dataclass(frozen=True, slots=True)
class ShowRolling:
    """Show how return and risk moved."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, query: SeriesQuery | str, window_days: int = 365) -> RollingView:
        """Show rolling figures. Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError`."""
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        if window_days < 1:
            raise BadQueryError("window_days", f"must be at least 1, not {window_days}")
        series, said = await self.read_series.part(await self.models.model(query.model), query)
        if len(series) < 2:
            raise BadQueryError("period", "a rolling figure needs two points")
        rate = points_per_year(series.days)
        keep = sample(series.values, query.points or len(series))
        return RollingView(
            about=said,
            window_days=window_days,
            days=to_dates(series.days[keep]),
            total_return=with_gaps(rolling_return(series, window_days)[keep]),
            volatility=with_gaps(rolling_volatility(series, window_days, rate)[keep]),
            sharpe=with_gaps(rolling_sharpe(series, window_days, rate)[keep]),
            drawdown=with_gaps(rolling_drawdown(series, window_days)[keep]),
            raw_points=len(series),
            sent_points=int(keep.size),
        )
