"""What the screens ask: a Ballast opened here answers, and one elsewhere does the same."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from ballast_core.flows import MarketValueView
from ballast_core.market import (
    CoverageView,
    HistoryAsk,
    HistoryView,
    InstrumentView,
    RunView,
)
from ballast_core.market import RunsView as MarketRunsView
from ballast_core.ops import Job, JobSpec, JobsView
from ballast_core.shared.ports import TableWriter
from ballast_core.tracking import (
    CompareQuery,
    ComparisonView,
    DrawdownsView,
    FindingsQuery,
    FindingsView,
    HoldingsView,
    IngestProgress,
    IngestReport,
    IngestRun,
    IngestSpec,
    MeasuresView,
    ModelsView,
    ModelView,
    MonthsView,
    PerformanceView,
    RanksView,
    RunsView,
    SeriesQuery,
    SnapshotsView,
)
from ballast_core.trades import (
    FigureView,
    FileView,
    MetricsView,
    Selection,
    SelectionView,
    SeriesAsk,
    SeriesView,
)


class Asks(Protocol):
    """The use cases behind the screens."""

    async def list_models(self) -> ModelsView:
        """List all models."""
        ...

    async def show_model(self, model: str) -> ModelView:
        """Show one model."""
        ...

    async def show_holdings(self, model: str, on: date | None = None) -> HoldingsView:
        """Show what a model holds, or held on a day."""
        ...

    async def list_snapshots(self, model: str, limit: int = 50, offset: int = 0) -> SnapshotsView:
        """List the portfolios of a model, newest first."""
        ...

    async def show_performance(self, query: SeriesQuery | str) -> PerformanceView:
        """Show equity and drawdown of a series."""
        ...

    async def show_measures(self, query: SeriesQuery | str) -> MeasuresView:
        """Show the figures of a series."""
        ...

    async def show_drawdowns(self, query: SeriesQuery | str, top: int = 10) -> DrawdownsView:
        """Show the deepest drawdowns of a series."""
        ...

    async def show_months(self, query: SeriesQuery | str) -> MonthsView:
        """Show the returns of a series month by month."""
        ...

    async def show_ranks(self, model: str, top: int = 0) -> RanksView:
        """Show the latest ranking."""
        ...

    async def compare_models(self, query: CompareQuery) -> ComparisonView:
        """Compare models from one start."""
        ...

    async def list_findings(self, query: FindingsQuery | None = None) -> FindingsView:
        """List what was found about the files."""
        ...

    async def list_runs(self, limit: int = 20, offset: int = 0) -> RunsView:
        """List past ingests."""
        ...

    async def show_run(self, run: str) -> IngestRun:
        """Show one ingest."""
        ...

    async def ingest_models(
        self, spec: IngestSpec | None = None, watch: Callable[[IngestProgress], None] | None = None
    ) -> IngestReport:
        """Read the models' files, and tell how far it is."""
        ...

    async def show_revision(self) -> str:
        """Tell one state of the stored data from another."""
        ...


class TradeAsks(Protocol):
    """The use cases behind the screen of trade lists."""

    async def describe_selection(self, selection: Selection, /) -> SelectionView:
        """Say what can be selected, and what a selection comes to."""
        ...

    async def show_file(self, ref: str, /) -> FileView:
        """Show one file and the report of its reconciliation."""
        ...

    async def show_series(self, selection: Selection, ask: SeriesAsk | None = None, /) -> SeriesView:
        """Show the lines of a series."""
        ...

    async def show_metrics(self, selection: Selection, /) -> MetricsView:
        """Show the metrics of the portfolio and its files."""
        ...

    async def explain_figure(self, name: str, /) -> FigureView:
        """Tell what a figure is."""
        ...

    async def show_revision(self) -> str:
        """Tell one state of the stored files from another."""
        ...


class MarketAsks(Protocol):
    """The use cases behind the screen of market data."""

    async def show_coverage(self) -> CoverageView:
        """Show what is complete, stale and wrong."""
        ...

    async def show_instrument(self, symbol: str, /) -> InstrumentView:
        """Show an instrument and how complete it is."""
        ...

    async def show_history(self, ask: HistoryAsk, /) -> HistoryView:
        """Show the bars of a symbol."""
        ...

    async def list_runs(self, limit: int = 20, /) -> MarketRunsView:
        """List runs of the pipeline, newest first."""
        ...

    async def show_run(self, run_id: str, /) -> RunView:
        """Show a run with its log."""
        ...

    async def show_market_revision(self) -> str:
        """Tell one state of the stored market data from another."""
        ...


class FlowAsks(Protocol):
    """The use cases over several contexts behind the screens."""

    async def value_holdings(self, model: str, /) -> MarketValueView:
        """Value what a model holds at the last closes."""
        ...


class JobAsks(Protocol):
    """The use cases behind the screen of jobs, and what starts one."""

    async def start_job(self, spec: JobSpec, /) -> Job:
        """Queue a job."""
        ...

    async def list_jobs(self, limit: int = 20, /) -> JobsView:
        """List jobs, newest first."""
        ...

    async def show_job(self, job: str, /) -> Job:
        """Show one job with its result."""
        ...

    async def cancel_job(self, job: str, /) -> Job:
        """Ask a job to stop."""
        ...


class Ballast(Protocol):
    """An opened Ballast, here or elsewhere."""

    @property
    def tracking(self) -> Asks:
        """What can be asked of model tracking."""
        ...

    @property
    def trades(self) -> TradeAsks:
        """What can be asked of trade lists."""
        ...

    @property
    def market(self) -> MarketAsks:
        """What can be asked of market data."""
        ...

    @property
    def flows(self) -> FlowAsks:
        """What can be asked of several contexts together."""
        ...

    @property
    def ops(self) -> JobAsks:
        """What can be asked of jobs."""
        ...

    @property
    def tables(self) -> TableWriter:
        """What writes tables to files."""
        ...


type Opener = Callable[[], AbstractAsyncContextManager[Ballast]]
