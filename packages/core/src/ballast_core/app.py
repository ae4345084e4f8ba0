"""Table of contents: every use case by context."""

from dataclasses import dataclass

from ballast_core.ops import CheckHealth
from ballast_core.shared.ports import TableWriter
from ballast_core.tracking import (
    CompareModels,
    IngestModels,
    ListCharts,
    ListFindings,
    ListModels,
    ListRuns,
    ListSnapshots,
    ListTrades,
    OpenChart,
    ShowBacktest,
    ShowDrawdowns,
    ShowHoldings,
    ShowMeasures,
    ShowModel,
    ShowMonths,
    ShowPerformance,
    ShowRanks,
    ShowRevision,
    ShowRolling,
    ShowRun,
    ShowSignal,
    ShowSwitches,
)


@dataclass(frozen=True, slots=True)
class Tracking:
    """What can be asked of model tracking."""

    list_models: ListModels
    show_model: ShowModel
    show_holdings: ShowHoldings
    list_snapshots: ListSnapshots
    show_performance: ShowPerformance
    show_measures: ShowMeasures
    show_drawdowns: ShowDrawdowns
    show_months: ShowMonths
    show_rolling: ShowRolling
    show_signal: ShowSignal
    show_ranks: ShowRanks
    show_switches: ShowSwitches
    show_backtest: ShowBacktest
    compare_models: CompareModels
    list_trades: ListTrades
    list_findings: ListFindings
    list_charts: ListCharts
    open_chart: OpenChart
    ingest_models: IngestModels
    list_runs: ListRuns
    show_run: ShowRun
    show_revision: ShowRevision


@dataclass(frozen=True, slots=True)
class Ops:
    """What can be asked about the running of Ballast itself."""

    check_health: CheckHealth


@dataclass(frozen=True, slots=True)
class App:
    """Ballast, wired: ask its use cases, and write their tables."""

    tracking: Tracking
    ops: Ops
    tables: TableWriter
