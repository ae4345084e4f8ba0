"""The plots that the master project drew."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.ports import ChartFiles, ModelStore


class Chart(Entity):
    """One plot; `size` in bytes."""

    name: str
    size: int
    modified_at: datetime


class ChartsView(View):
    """The plots of a model, by name."""

    model: str
    charts: tuple[Chart, ...]

    def table(self) -> Table:
        """Return a row a plot."""
        return Table(
            f"{self.model}: charts",
            (
                Column("name", [chart.name for chart in self.charts]),
                Column("bytes", [chart.size for chart in self.charts], "count"),
                Column("modified", [chart.modified_at for chart in self.charts], "instant"),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListCharts:
    """List the plots in a model's web page folder."""

    models: ModelStore
    files: ChartFiles

    async def __call__(self, model: str) -> ChartsView:
        """List plots; none when the model has no such folder. Raises `ModelNotFoundError`."""
        one = await self.models.model(model)
        charts = tuple(
            Chart(name=file.name, size=file.size, modified_at=datetime.fromtimestamp(file.modified_at, UTC))
            for file in await self.files.charts(one)
        )
        return ChartsView(model=one.name, charts=charts)


@dataclass(frozen=True, slots=True)
class OpenChart:
    """Read one plot."""

    models: ModelStore
    files: ChartFiles

    async def __call__(self, model: str, name: str) -> bytes:
        """Return the PNG file. Raises `ModelNotFoundError`, `ChartNotFoundError`."""
        return await self.files.chart(await self.models.model(model), name)
