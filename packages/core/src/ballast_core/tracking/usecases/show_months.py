"""Month-by-year table of returns."""

from dataclasses import dataclass

from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import month_table
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.usecases.series import (
    ReadSeries,
    SeriesAbout,
    SeriesQuery,
    lagged,
    named,
    with_gaps,
)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class YearRow(Entity):
    """Twelve monthly returns and the year's; a month without a point is empty."""

    year: int
    months: list[float | None]
    total: float | None


class MonthsView(View):
    """Returns by month.

    A month runs from the last point before it to its last point; where points are missing, a move falls
    into the month of the next point. `overlay_lagged` stands beside a hindsight series.
    """

    about: SeriesAbout
    years: tuple[YearRow, ...]
    overlay_lagged: "MonthsView | None" = None

    def table(self) -> Table:
        """Return a row a year; beside a hindsight series those of the overlay without hindsight."""
        views = (self, self.overlay_lagged) if self.overlay_lagged else (self,)
        rows = [row for view in views for row in view.years]
        columns = zip(*(row.months for row in rows), strict=True)
        return Table(
            self.about.title("months"),
            (
                *named([view.about for view in views for _ in view.years]),
                Column("year", [row.year for row in rows], "year"),
                *(Column(name, values, "fraction") for name, values in zip(MONTHS, columns, strict=True)),
                Column("total", [row.total for row in rows], "fraction"),
            ),
            self.about.notes,
        )


@dataclass(frozen=True, slots=True)
class ShowMonths:
    """Show one series month by month."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, query: SeriesQuery | str) -> MonthsView:
        """Show returns by month. Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError`."""
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        model = await self.models.model(query.model)
        view = await self._view(model, query)
        beside = lagged(query, view.about)
        if beside is None:
            return view
        return view.model_copy(update={"overlay_lagged": await self._view(model, beside)})

    async def _view(self, model: TradingModel, query: SeriesQuery) -> MonthsView:
        series, said = await self.read_series.part(model, query)
        table = month_table(series)
        return MonthsView(
            about=said,
            years=tuple(
                YearRow(year=year, months=with_gaps(months), total=total)
                for year, months, total in zip(
                    table.years.tolist(), table.months, with_gaps(table.totals), strict=True
                )
            ),
        )
