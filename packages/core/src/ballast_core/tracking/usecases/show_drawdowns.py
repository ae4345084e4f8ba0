"""How far, how often and how long a model was below its peak."""

from dataclasses import dataclass

from ballast_core.shared.measures import measure, underwater
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.usecases.series import ReadSeries, SeriesAbout, SeriesQuery
from ballast_core.tracking.usecases.show_measures import DrawdownEpisode, episode


class DrawdownsView(View):
    """The underwater table, the deepest first.

    `current` is the drawdown on the last day, `share` the fraction of points below a peak.
    """

    about: SeriesAbout
    current: float
    share: float
    episodes: tuple[DrawdownEpisode, ...]

    def table(self) -> Table:
        """Return a row an episode."""
        rows = self.episodes
        return Table(
            f"{self.about.model}: drawdowns",
            (
                Column("depth", [row.depth for row in rows], "fraction"),
                Column("peak", [row.peak_day for row in rows], "day"),
                Column("trough", [row.trough_day for row in rows], "day"),
                Column("recovery", [row.recovery_day for row in rows], "day"),
                Column("days_to_trough", [row.days_to_trough for row in rows], "count"),
                Column("days_under", [row.days_under for row in rows], "count"),
            ),
            self.about.notes,
        )


@dataclass(frozen=True, slots=True)
class ShowDrawdowns:
    """Show the drawdowns of one series."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, query: SeriesQuery | str, top: int = 10) -> DrawdownsView:
        """Show the `top` deepest drawdowns (0: all).

        Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError`.
        """
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        series, said = await self.read_series.part(await self.models.model(query.model), query)
        figures = measure(series)
        return DrawdownsView(
            about=said,
            current=figures.current_drawdown,
            share=figures.underwater_share,
            episodes=tuple(episode(one) for one in underwater(series, top or None)),
        )
