"""Every use case of trade-list analytics, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.shared.ports import Clock, Computing
from ballast_core.trades.entities import ContractTable, TradeLimits
from ballast_core.trades.ports import ArtifactCache, MappingStore, SheetReader, TradeStore, UploadStore
from ballast_core.trades.usecases.add_each import AddEach
from ballast_core.trades.usecases.add_files import AddFiles, AddUploads
from ballast_core.trades.usecases.allocate_contracts import AllocateContracts
from ballast_core.trades.usecases.count_artifacts import CountArtifacts
from ballast_core.trades.usecases.describe_selection import DescribeSelection
from ballast_core.trades.usecases.list_figures import ExplainFigure, ListFigures
from ballast_core.trades.usecases.list_files import ListFiles, RemoveFile, ShowFile
from ballast_core.trades.usecases.list_trades import ExportTrades, ListTrades, ReadTrades
from ballast_core.trades.usecases.mappings import DropMapping, ListMappings, SaveMapping
from ballast_core.trades.usecases.read_file import ReadFile
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio
from ballast_core.trades.usecases.read_returns import ReadReturns
from ballast_core.trades.usecases.show_breakdown import ShowBreakdown
from ballast_core.trades.usecases.show_correlations import ShowCorrelations
from ballast_core.trades.usecases.show_costs import ShowCosts
from ballast_core.trades.usecases.show_cta import ShowCta
from ballast_core.trades.usecases.show_excursions import ShowExcursions
from ballast_core.trades.usecases.show_exposure import ShowExposure
from ballast_core.trades.usecases.show_histogram import ShowHistogram
from ballast_core.trades.usecases.show_metrics import ShowMetrics
from ballast_core.trades.usecases.show_months import ShowMonths
from ballast_core.trades.usecases.show_revision import ShowRevision
from ballast_core.trades.usecases.show_rolling import ShowRolling
from ballast_core.trades.usecases.show_series import ShowSeries
from ballast_core.trades.usecases.show_start_dates import ShowStartDates
from ballast_core.trades.usecases.show_underwater import ShowUnderwater
from ballast_core.trades.usecases.simulate_drawdowns import SimulateDrawdowns
from ballast_core.trades.usecases.stage_upload import StageUpload


@dataclass(frozen=True, slots=True)
class Trades:
    """What can be asked of trade-list analytics."""

    add_files: AddFiles
    stage_upload: StageUpload
    add_uploads: AddUploads
    list_files: ListFiles
    show_file: ShowFile
    remove_file: RemoveFile
    list_trades: ListTrades
    export_trades: ExportTrades
    list_mappings: ListMappings
    save_mapping: SaveMapping
    drop_mapping: DropMapping
    describe_selection: DescribeSelection
    show_series: ShowSeries
    show_histogram: ShowHistogram
    show_exposure: ShowExposure
    read_returns: ReadReturns
    show_metrics: ShowMetrics
    show_correlations: ShowCorrelations
    show_cta: ShowCta
    show_months: ShowMonths
    show_rolling: ShowRolling
    show_underwater: ShowUnderwater
    show_excursions: ShowExcursions
    show_breakdown: ShowBreakdown
    show_costs: ShowCosts
    show_start_dates: ShowStartDates
    simulate_drawdowns: SimulateDrawdowns
    allocate_contracts: AllocateContracts
    list_figures: ListFigures
    explain_figure: ExplainFigure
    show_revision: ShowRevision
    count_artifacts: CountArtifacts


@dataclass(frozen=True, slots=True)
class TradesPorts:
    """All that trade-list analytics stands on; one store may fit several ports.

    `release` is that of the code: what an earlier one computed is not taken for what this one would.
    """

    files: TradeStore
    uploads: UploadStore
    mappings: MappingStore
    sheets: SheetReader
    contracts: ContractTable
    clock: Clock
    limits: TradeLimits
    computing: Computing
    artifacts: ArtifactCache
    release: str


def wire_trades(ports: TradesPorts) -> Trades:
    """Return every use case of trade-list analytics, standing on these ports."""
    files, mappings, clock, limits = ports.files, ports.mappings, ports.clock, ports.limits
    add_each = AddEach(files, ReadFile(ports.sheets, ports.contracts, clock, limits))
    read_portfolio = ReadPortfolio(files, ports.contracts, ports.artifacts, ports.release)
    read_trades = ReadTrades(read_portfolio)
    return Trades(
        add_files=AddFiles(add_each, mappings, limits),
        stage_upload=StageUpload(ports.uploads, clock, limits),
        add_uploads=AddUploads(add_each, ports.uploads, files, mappings, clock, limits),
        list_files=ListFiles(read_portfolio),
        show_file=ShowFile(files),
        remove_file=RemoveFile(files),
        list_trades=ListTrades(read_trades),
        export_trades=ExportTrades(read_trades),
        list_mappings=ListMappings(mappings),
        save_mapping=SaveMapping(mappings),
        drop_mapping=DropMapping(mappings),
        describe_selection=DescribeSelection(read_portfolio),
        show_series=ShowSeries(read_portfolio),
        show_histogram=ShowHistogram(read_portfolio),
        show_exposure=ShowExposure(read_portfolio),
        read_returns=ReadReturns(read_portfolio),
        show_metrics=ShowMetrics(read_portfolio),
        show_correlations=ShowCorrelations(read_portfolio),
        show_cta=ShowCta(read_portfolio),
        show_months=ShowMonths(read_portfolio),
        show_rolling=ShowRolling(read_portfolio),
        show_underwater=ShowUnderwater(read_portfolio),
        show_excursions=ShowExcursions(read_portfolio),
        show_breakdown=ShowBreakdown(read_portfolio),
        show_costs=ShowCosts(read_portfolio),
        show_start_dates=ShowStartDates(read_portfolio),
        simulate_drawdowns=SimulateDrawdowns(read_portfolio, ports.computing),
        allocate_contracts=AllocateContracts(read_portfolio, ports.computing),
        list_figures=ListFigures(),
        explain_figure=ExplainFigure(),
        show_revision=ShowRevision(files, ports.contracts),
        count_artifacts=CountArtifacts(ports.artifacts),
    )
