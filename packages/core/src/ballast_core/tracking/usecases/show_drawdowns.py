"""How far, how often and how long a model was below its peak."""

from dataclasses import dataclass

from ballast_core.shared.measures import measure, underwater
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.usecases.series import ReadSeries, SeriesAbout, SeriesQuery, lagged, named
from ballast_core.tracking.usecases.show_measures import DrawdownEpisode, episode


class DrawdownsView(View):
    """The underwater table, the deepest first.

    `current` is the drawdown on the last day, `share` the fraction of points below a peak.
    `overlay_lagged` stands beside a hindsight series.
    """

    about: SeriesAbout
    current: float
    share: float
    episodes: tuple[DrawdownEpisode, ...]
    overlay_lagged: "DrawdownsView | None" = None

    def table(self) -> Table:
        """Return a row an episode; beside a hindsight series those of the overlay without hindsight."""
        views = (self, self.overlay_lagged) if self.overlay_lagged else (self,)
        rows = [row for view in views for row in view.episodes]
        return Table(
            self.about.title("drawdowns"),
            (
                *named([view.about for view in views for _ in view.episodes]),
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
        model = await self.models.model(query.model)
        view = await self._view(model, query, top)
        beside = lagged(query, view.about)
        if beside is None:
            return view
        return view.model_copy(update={"overlay_lagged": await self._view(model, beside, top)})

    async def _view(self, model: TradingModel, query: SeriesQuery, top: int) -> DrawdownsView:
        series, said = await self.read_series.part(model, query)
        figures = measure(series)
        return DrawdownsView(
            about=said,
            current=figures.current_drawdown,
            share=figures.underwater_share,
            episodes=tuple(episode(one) for one in underwater(series, top or None)),
        )
