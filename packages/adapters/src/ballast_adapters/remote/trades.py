"""The use cases of trade lists, asked of a server: the same calls, the same answers."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from pydantic import BaseModel

from ballast_adapters.remote.jobs import RemoteOps, worked
from ballast_adapters.remote.server import Parameters, Server
from ballast_adapters.remote.trade_files import RemoteFiles
from ballast_core.flows import (
    FrontierSpec,
    FrontierView,
    MarketValueView,
    OptimizationView,
    OptimizeSpec,
)
from ballast_core.market import ImportReport, ImportSpec
from ballast_core.shared.progress import Tell, tell_nobody
from ballast_core.shared.table import Table
from ballast_core.trades import (
    AllocateSpec,
    AllocationView,
    BreakdownAsk,
    BreakdownView,
    CorrelationAsk,
    CorrelationsView,
    CostsAsk,
    CostsView,
    CtaView,
    ExcursionsView,
    ExposureView,
    FiguresView,
    FigureView,
    HistogramAsk,
    HistogramView,
    MetricsView,
    MonthGridView,
    RollingMonthsView,
    Selection,
    SelectionView,
    SeriesAsk,
    SeriesView,
    SimulationSpec,
    SimulationView,
    StartDatesAsk,
    StartDatesView,
    TradesView,
    UnderwaterView,
)


@dataclass(frozen=True, slots=True)
class RemoteTrades(RemoteFiles):
    """Trade lists on a server; each method is called and answers like the use case of its name."""

    async def describe_selection(self, selection: Selection) -> SelectionView:
        """Show what can be selected, and what this selection takes of it."""
        return await self._of(SelectionView, "/selection/meta", selection)

    async def list_trades(self, selection: Selection, limit: int = 100, offset: int = 0) -> TradesView:
        """List the trades of a selection."""
        return await self._of(TradesView, "/trades", selection, {"limit": limit, "offset": offset})

    async def export_trades(self, selection: Selection) -> Table:
        """Lay all trades of a selection flat."""
        everything = await self.list_trades(selection, 0)
        return replace(everything.table(), notes=everything.notes)

    async def show_series(self, selection: Selection, ask: SeriesAsk | None = None) -> SeriesView:
        """Show equity, drawdown, net position or margin over time."""
        ask = ask or SeriesAsk()
        asked = {**_parameters(ask), "name": None}
        return await self._of(SeriesView, f"/series/{ask.name}", selection, asked)

    async def show_histogram(self, selection: Selection, ask: HistogramAsk | None = None) -> HistogramView:
        """Show how results spread, in equal bins."""
        return await self._of(HistogramView, "/series/histogram", selection, _parameters(ask))

    async def show_exposure(self, selection: Selection) -> ExposureView:
        """Show time in the market, contracts held and margin needed."""
        return await self._of(ExposureView, "/exposure", selection)

    async def show_metrics(self, selection: Selection) -> MetricsView:
        """Show the figures of the portfolio and each file."""
        return await self._of(MetricsView, "/metrics", selection)

    async def show_correlations(
        self, selection: Selection, ask: CorrelationAsk | None = None
    ) -> CorrelationsView:
        """Show how files move together."""
        return await self._of(CorrelationsView, "/correlations", selection, _parameters(ask))

    async def show_cta(self, selection: Selection) -> CtaView:
        """Show monthly returns and the capsule."""
        return await self._of(CtaView, "/cta", selection)

    async def show_underwater(self, selection: Selection, top: int = 10) -> UnderwaterView:
        """Show the falls below a peak, the deepest first."""
        return await self._of(UnderwaterView, "/underwater", selection, {"top": top})

    async def show_months(self, selection: Selection) -> MonthGridView:
        """Show profit and return, month by year."""
        return await self._of(MonthGridView, "/month-grid", selection)

    async def show_rolling(self, selection: Selection, months: int = 12) -> RollingMonthsView:
        """Show profit, return and worst fall over a moving window of months."""
        return await self._of(RollingMonthsView, "/rolling-returns", selection, {"months": months})

    async def show_excursions(self, selection: Selection, points: int = 2_000) -> ExcursionsView:
        """Show how far closed trades went for and against before they ended."""
        return await self._of(ExcursionsView, "/excursions", selection, {"points": points})

    async def show_breakdown(self, selection: Selection, ask: BreakdownAsk | None = None) -> BreakdownView:
        """Show closed trades by weekday, hour or another trait."""
        return await self._of(BreakdownView, "/breakdown", selection, _parameters(ask))

    async def show_costs(self, selection: Selection, ask: CostsAsk | None = None) -> CostsView:
        """Show what other costs would have made of the figures."""
        return await self._of(CostsView, "/costs", selection, _parameters(ask))

    async def show_start_dates(
        self, selection: Selection, ask: StartDatesAsk | None = None
    ) -> StartDatesView:
        """Show how much the day of the start mattered."""
        return await self._of(StartDatesView, "/start-dates", selection, _parameters(ask))

    async def simulate_drawdowns(self, spec: SimulationSpec, tell: Tell = tell_nobody) -> SimulationView:
        """Draw futures from blocks of days, in a job of the server."""
        return await worked(RemoteOps(self.server), "/simulations", spec, SimulationView, tell)

    async def allocate_contracts(self, spec: AllocateSpec, tell: Tell = tell_nobody) -> AllocationView:
        """Find whole contracts of each file, in a job of the server."""
        return await worked(RemoteOps(self.server), "/optimizer/allocator", spec, AllocationView, tell)

    async def list_figures(self) -> FiguresView:
        """List what each figure is and how it is computed."""
        return await self.ask(FiguresView, "/figures")

    async def explain_figure(self, name: str) -> FigureView:
        """Explain one figure."""
        return await self.ask(FigureView, f"/figures/{quote(name, safe='')}")

    async def _of[V: BaseModel](
        self, kind: type[V], path: str, selection: Selection, more: Parameters | None = None
    ) -> V:
        return await self.ask(kind, path, {**selection.to_query(), **(more or {})})


@dataclass(frozen=True, slots=True)
class RemoteFlows:
    """Flows on a server; each method is called and answers like the use case of its name."""

    server: Server

    async def optimize_selection(self, spec: OptimizeSpec, tell: Tell = tell_nobody) -> OptimizationView:
        """Find the best weights of files, in a job of the server."""
        return await worked(RemoteOps(self.server), "/optimizer/riskfolio", spec, OptimizationView, tell)

    async def show_frontier(self, spec: FrontierSpec, tell: Tell = tell_nobody) -> FrontierView:
        """Find the efficient frontier of files, in a job of the server."""
        return await worked(RemoteOps(self.server), "/optimizer/frontier", spec, FrontierView, tell)

    async def value_holdings(self, model: str) -> MarketValueView:
        """Value what a model holds at the last closes."""
        path = f"/models/{quote(model, safe='')}/market-value"
        return self.server.read(MarketValueView, await self.server.get(path))

    async def import_universe(self, spec: ImportSpec) -> ImportReport:
        """Bring a universe in, all files or none."""
        files = [(file.name, file.content) for file in spec.files]
        return self.server.read(ImportReport, await self.server.upload("/universe", files, {}))


def _parameters(ask: BaseModel | None) -> Parameters:
    return ask.model_dump(mode="json", exclude_defaults=True) if ask else {}
