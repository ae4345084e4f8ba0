"""Table of contents: every use case by context, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.ops import CheckHealth
from ballast_core.shared.ports import Clock, TableWriter
from ballast_core.tracking import (
    ChartFiles,
    CompareModels,
    FindingStore,
    IngestModels,
    IngestStore,
    ListCharts,
    ListFindings,
    ListModels,
    ListRecords,
    ListRuns,
    ListSnapshots,
    ListTrades,
    ListValues,
    ModelFiles,
    ModelStore,
    OpenChart,
    ReadFile,
    ReadSeries,
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
    SnapshotStore,
    Summarize,
    ValueStore,
)


@dataclass(frozen=True, slots=True)
class Tracking:
    """What can be asked of model tracking."""

    list_models: ListModels
    show_model: ShowModel
    show_holdings: ShowHoldings
    list_snapshots: ListSnapshots
    list_records: ListRecords
    list_values: ListValues
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


@dataclass(frozen=True, slots=True)
class TrackingPorts:
    """All that model tracking stands on; one store may fit several ports."""

    models: ModelStore
    values: ValueStore
    snapshots: SnapshotStore
    findings: FindingStore
    ingests: IngestStore
    files: ModelFiles
    charts: ChartFiles
    clock: Clock


def wire_tracking(ports: TrackingPorts) -> Tracking:
    """Return every use case of model tracking, standing on these ports."""
    models, values, snapshots = ports.models, ports.values, ports.snapshots
    read_series = ReadSeries(values)
    summarize = Summarize(read_series, snapshots, ports.clock)
    read_file = ReadFile(ports.files, values, snapshots, ports.clock)
    return Tracking(
        list_models=ListModels(models, summarize),
        show_model=ShowModel(models, values, snapshots, ports.findings, summarize),
        show_holdings=ShowHoldings(models, snapshots, read_series, ports.clock),
        list_snapshots=ListSnapshots(models, snapshots),
        list_records=ListRecords(models, values),
        list_values=ListValues(models, values),
        show_performance=ShowPerformance(models, read_series),
        show_measures=ShowMeasures(models, snapshots, read_series),
        show_drawdowns=ShowDrawdowns(models, read_series),
        show_months=ShowMonths(models, read_series),
        show_rolling=ShowRolling(models, read_series),
        show_signal=ShowSignal(models, read_series),
        show_ranks=ShowRanks(models, snapshots, ports.clock),
        show_switches=ShowSwitches(models, values, snapshots, read_series),
        show_backtest=ShowBacktest(models, values, read_series),
        compare_models=CompareModels(models, read_series),
        list_trades=ListTrades(models, snapshots),
        list_findings=ListFindings(models, ports.findings),
        list_charts=ListCharts(models, ports.charts),
        open_chart=OpenChart(models, ports.charts),
        ingest_models=IngestModels(ports.files, read_file, models, ports.ingests, ports.clock),
        list_runs=ListRuns(ports.ingests),
        show_run=ShowRun(ports.ingests),
        show_revision=ShowRevision(models),
    )
