"""Month-by-year table of returns."""

from dataclasses import dataclass

from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import month_table
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.usecases.series import ReadSeries, SeriesAbout, SeriesQuery, with_gaps

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class YearRow(Entity):
    """Twelve monthly returns and the year's; a month without a point is empty."""

    year: int
    months: list[float | None]
    total: float | None


class MonthsView(View):
    """Returns by month.

    A month runs from the last point before it to its last point; where points are missing, a move falls
    into the month of the next point.
    """

    about: SeriesAbout
    years: tuple[YearRow, ...]

    def table(self) -> Table:
        """Return a row a year."""
        columns = zip(*(row.months for row in self.years), strict=True)
        return Table(
            f"{self.about.model}: months",
            (
                Column("year", [str(row.year) for row in self.years]),
                *(Column(name, values, "fraction") for name, values in zip(MONTHS, columns, strict=True)),
                Column("total", [row.total for row in self.years], "fraction"),
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
        series, said = await self.read_series.part(await self.models.model(query.model), query)
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
