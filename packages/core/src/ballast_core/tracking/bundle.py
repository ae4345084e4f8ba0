"""Every use case of model tracking, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.shared.ports import Clock
from ballast_core.tracking.ports import (
    ChartFiles,
    FindingStore,
    IngestStore,
    ModelFiles,
    ModelStore,
    SnapshotStore,
    ValueStore,
)
from ballast_core.tracking.usecases.compare_models import CompareModels
from ballast_core.tracking.usecases.explain_measure import ExplainMeasure
from ballast_core.tracking.usecases.ingest_file import ReadFile
from ballast_core.tracking.usecases.ingest_models import IngestModels
from ballast_core.tracking.usecases.list_charts import ListCharts, OpenChart
from ballast_core.tracking.usecases.list_findings import ListFindings
from ballast_core.tracking.usecases.list_models import ListModels, Summarize
from ballast_core.tracking.usecases.list_records import ListRecords, ListValues
from ballast_core.tracking.usecases.list_runs import ListRuns, ShowRun
from ballast_core.tracking.usecases.list_snapshots import ListSnapshots
from ballast_core.tracking.usecases.list_trades import ListTrades
from ballast_core.tracking.usecases.read_held import ReadHeld
from ballast_core.tracking.usecases.series import ReadSeries
from ballast_core.tracking.usecases.show_backtest import ShowBacktest
from ballast_core.tracking.usecases.show_drawdowns import ShowDrawdowns
from ballast_core.tracking.usecases.show_holdings import ShowHoldings
from ballast_core.tracking.usecases.show_measures import ShowMeasures
from ballast_core.tracking.usecases.show_model import ShowModel
from ballast_core.tracking.usecases.show_months import ShowMonths
from ballast_core.tracking.usecases.show_performance import ShowPerformance
from ballast_core.tracking.usecases.show_ranks import ShowRanks
from ballast_core.tracking.usecases.show_revision import ShowRevision
from ballast_core.tracking.usecases.show_rolling import ShowRolling
from ballast_core.tracking.usecases.show_shared import ShowShared, ShowSharedModel
from ballast_core.tracking.usecases.show_signal import ShowSignal
from ballast_core.tracking.usecases.show_switches import ShowSwitches


@dataclass(frozen=True, slots=True)
class Tracking:
    """What can be asked of model tracking."""

    list_models: ListModels
    show_model: ShowModel
    show_holdings: ShowHoldings
    read_held: ReadHeld
    list_snapshots: ListSnapshots
    list_records: ListRecords
    list_values: ListValues
    show_performance: ShowPerformance
    show_measures: ShowMeasures
    explain_measure: ExplainMeasure
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
    show_shared: ShowShared
    show_shared_model: ShowSharedModel
    show_revision: ShowRevision


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
    show_months, show_drawdowns = ShowMonths(models, read_series), ShowDrawdowns(models, read_series)
    read_file = ReadFile(ports.files, values, snapshots, ports.clock)
    return Tracking(
        list_models=ListModels(models, summarize),
        show_model=ShowModel(models, values, snapshots, ports.findings, summarize),
        show_holdings=ShowHoldings(models, snapshots, read_series, ports.clock),
        read_held=ReadHeld(models, snapshots),
        list_snapshots=ListSnapshots(models, snapshots),
        list_records=ListRecords(models, values),
        list_values=ListValues(models, values),
        show_performance=ShowPerformance(models, read_series),
        show_measures=ShowMeasures(models, snapshots, read_series),
        explain_measure=ExplainMeasure(models, snapshots, read_series),
        show_drawdowns=show_drawdowns,
        show_months=show_months,
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
        show_shared=ShowShared(models, read_series, summarize),
        show_shared_model=ShowSharedModel(
            models, snapshots, read_series, summarize, show_months, show_drawdowns
        ),
        show_revision=ShowRevision(models),
    )
