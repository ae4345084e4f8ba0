"""Trade-list analytics: many strategies' lists of trades as one portfolio."""

from ballast_core.trades.bundle import Trades, TradesPorts, wire_trades
from ballast_core.trades.entities import (
    START_CAPITAL,
    Cell,
    ColumnMapping,
    ContractSpec,
    ContractTable,
    DayColumns,
    Direction,
    FileFinding,
    Rows,
    Selection,
    Severity,
    Source,
    TradeBook,
    TradeColumns,
    TradeFile,
    TradeLimits,
    Upload,
)
from ballast_core.trades.errors import (
    AmbiguousFileError,
    BadMappingError,
    BadSelectionError,
    BadWorkbookError,
    ChangedMeanwhileError,
    DataMovedError,
    FigureNotFoundError,
    MappingNotFoundError,
    NoAllocationError,
    NothingSelectedError,
    RefusedFileError,
    SameStrategyError,
    ShorterExportError,
    TooManyFilesError,
    TradeFileNotFoundError,
    UnknownContractError,
    UploadGoneError,
)
from ballast_core.trades.parsing import ParsedFile, read_trades
from ballast_core.trades.parsing.findings import FILE_RULES, FileRule
from ballast_core.trades.ports import (
    ArtifactCache,
    MappingStore,
    SheetReader,
    TradeStore,
    UploadStore,
)
from ballast_core.trades.rules.allocate import AllocationObjective
from ballast_core.trades.rules.figures import figure_name
from ballast_core.trades.usecases.about import AnswerAbout
from ballast_core.trades.usecases.add_files import AddFiles, AddUploads
from ballast_core.trades.usecases.add_report import (
    AddReport,
    AddSpec,
    FileOutcome,
    Incoming,
    OnSame,
    Outcome,
    UploadsSpec,
)
from ballast_core.trades.usecases.allocate_contracts import AllocateContracts
from ballast_core.trades.usecases.allocation import (
    AllocateSpec,
    Allocation,
    AllocationFile,
    AllocationView,
)
from ballast_core.trades.usecases.correlations_view import (
    CorrelationAsk,
    CorrelationLabel,
    CorrelationMethod,
    CorrelationMode,
    CorrelationsView,
)
from ballast_core.trades.usecases.costs_view import CostEffect, CostsView, FileCosts
from ballast_core.trades.usecases.count_artifacts import CountArtifacts
from ballast_core.trades.usecases.cta_view import CtaMonth, CtaSpan, CtaView, CtaYear, PeakToValley
from ballast_core.trades.usecases.describe_selection import DescribeSelection
from ballast_core.trades.usecases.exposure_view import ExposureRow, ExposureView
from ballast_core.trades.usecases.figures_view import FiguresView, FigureView
from ballast_core.trades.usecases.histogram_view import HistogramAsk, HistogramView
from ballast_core.trades.usecases.list_figures import ExplainFigure, ListFigures
from ballast_core.trades.usecases.list_files import FilesView, FileView, ListFiles, RemoveFile, ShowFile
from ballast_core.trades.usecases.list_trades import ExportTrades, ListTrades, TradeRow, TradesView
from ballast_core.trades.usecases.mappings import DropMapping, ListMappings, MappingsView, SaveMapping
from ballast_core.trades.usecases.metrics_view import (
    METRIC_UNITS,
    SIDES,
    MetricsRow,
    MetricsView,
    Side,
    SideFigures,
)
from ballast_core.trades.usecases.months_view import (
    MonthGridView,
    MonthGridYear,
    RollingMonth,
    RollingMonthsView,
    UnderwaterFall,
    UnderwaterView,
)
from ballast_core.trades.usecases.read_returns import ReadReturns, Returns
from ballast_core.trades.usecases.selection_view import SelectableFile, SelectableSymbol, SelectionView
from ballast_core.trades.usecases.series_view import (
    Base,
    LineKind,
    Per,
    SeriesAsk,
    SeriesLine,
    SeriesName,
    SeriesView,
)
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
from ballast_core.trades.usecases.simulation_view import (
    BlockKind,
    DrawdownOdds,
    FanLine,
    Percentile,
    SimulationSpec,
    SimulationView,
)
from ballast_core.trades.usecases.stage_upload import StageUpload
from ballast_core.trades.usecases.start_dates_view import Horizon, StartDatesAsk, StartDatesView, StartDay
from ballast_core.trades.usecases.trades_view import (
    BreakdownAsk,
    BreakdownView,
    CostsAsk,
    Excursion,
    ExcursionsView,
    GroupBy,
    TradeGroup,
)

__all__ = [
    "FILE_RULES",
    "METRIC_UNITS",
    "SIDES",
    "START_CAPITAL",
    "AddFiles",
    "AddReport",
    "AddSpec",
    "AddUploads",
    "AllocateContracts",
    "AllocateSpec",
    "Allocation",
    "AllocationFile",
    "AllocationObjective",
    "AllocationView",
    "AmbiguousFileError",
    "AnswerAbout",
    "ArtifactCache",
    "BadMappingError",
    "BadSelectionError",
    "BadWorkbookError",
    "Base",
    "BlockKind",
    "BreakdownAsk",
    "BreakdownView",
    "Cell",
    "ChangedMeanwhileError",
    "ColumnMapping",
    "ContractSpec",
    "ContractTable",
    "CorrelationAsk",
    "CorrelationLabel",
    "CorrelationMethod",
    "CorrelationMode",
    "CorrelationsView",
    "CostEffect",
    "CostsAsk",
    "CostsView",
    "CountArtifacts",
    "CtaMonth",
    "CtaSpan",
    "CtaView",
    "CtaYear",
    "DataMovedError",
    "DayColumns",
    "DescribeSelection",
    "Direction",
    "DrawdownOdds",
    "DropMapping",
    "Excursion",
    "ExcursionsView",
    "ExplainFigure",
    "ExportTrades",
    "ExposureRow",
    "ExposureView",
    "FanLine",
    "FigureNotFoundError",
    "FigureView",
    "FiguresView",
    "FileCosts",
    "FileFinding",
    "FileOutcome",
    "FileRule",
    "FileView",
    "FilesView",
    "GroupBy",
    "HistogramAsk",
    "HistogramView",
    "Horizon",
    "Incoming",
    "LineKind",
    "ListFigures",
    "ListFiles",
    "ListMappings",
    "ListTrades",
    "MappingNotFoundError",
    "MappingStore",
    "MappingsView",
    "MetricsRow",
    "MetricsView",
    "MonthGridView",
    "MonthGridYear",
    "NoAllocationError",
    "NothingSelectedError",
    "OnSame",
    "Outcome",
    "ParsedFile",
    "PeakToValley",
    "Per",
    "Percentile",
    "ReadReturns",
    "RefusedFileError",
    "RemoveFile",
    "Returns",
    "RollingMonth",
    "RollingMonthsView",
    "Rows",
    "SameStrategyError",
    "SaveMapping",
    "SelectableFile",
    "SelectableSymbol",
    "Selection",
    "SelectionView",
    "SeriesAsk",
    "SeriesLine",
    "SeriesName",
    "SeriesView",
    "Severity",
    "SheetReader",
    "ShorterExportError",
    "ShowBreakdown",
    "ShowCorrelations",
    "ShowCosts",
    "ShowCta",
    "ShowExcursions",
    "ShowExposure",
    "ShowFile",
    "ShowHistogram",
    "ShowMetrics",
    "ShowMonths",
    "ShowRevision",
    "ShowRolling",
    "ShowSeries",
    "ShowStartDates",
    "ShowUnderwater",
    "Side",
    "SideFigures",
    "SimulateDrawdowns",
    "SimulationSpec",
    "SimulationView",
    "Source",
    "StageUpload",
    "StartDatesAsk",
    "StartDatesView",
    "StartDay",
    "TooManyFilesError",
    "TradeBook",
    "TradeColumns",
    "TradeFile",
    "TradeFileNotFoundError",
    "TradeGroup",
    "TradeLimits",
    "TradeRow",
    "TradeStore",
    "Trades",
    "TradesPorts",
    "TradesView",
    "UnderwaterFall",
    "UnderwaterView",
    "UnknownContractError",
    "Upload",
    "UploadGoneError",
    "UploadStore",
    "UploadsSpec",
    "figure_name",
    "read_trades",
    "wire_trades",
]
