"""What is kept of markets."""

from ballast_core.market.entities.bars import (
    Adjust,
    BarRevision,
    Bars,
    BarSeries,
    BarsStored,
    Disagreement,
    Dividend,
    Held,
    Quote,
    Split,
    Upserted,
)
from ballast_core.market.entities.coverage import Gap, Place, SymbolCoverage
from ballast_core.market.entities.economy import Frequency, Indicator, Observations
from ballast_core.market.entities.findings import MarketFinding, Rule, Severity
from ballast_core.market.entities.grades import Grade
from ballast_core.market.entities.instruments import Instrument, InstrumentKind, Symbol
from ballast_core.market.entities.news import Article, EventKind, MarketEvent, RecurringEvent
from ballast_core.market.entities.quotas import QuotaUse
from ballast_core.market.entities.runs import (
    Mode,
    Run,
    Step,
    StepFault,
    StepReport,
    StepState,
    UpdateSpec,
)
from ballast_core.market.entities.spans import Spanned
from ballast_core.market.entities.storage import StoredSubject, StoredTable

__all__ = [
    "Adjust",
    "Article",
    "BarRevision",
    "BarSeries",
    "Bars",
    "BarsStored",
    "Disagreement",
    "Dividend",
    "EventKind",
    "Frequency",
    "Gap",
    "Grade",
    "Held",
    "Indicator",
    "Instrument",
    "InstrumentKind",
    "MarketEvent",
    "MarketFinding",
    "Mode",
    "Observations",
    "Place",
    "QuotaUse",
    "Quote",
    "RecurringEvent",
    "Rule",
    "Run",
    "Severity",
    "Spanned",
    "Split",
    "Step",
    "StepFault",
    "StepReport",
    "StepState",
    "StoredSubject",
    "StoredTable",
    "Symbol",
    "SymbolCoverage",
    "UpdateSpec",
    "Upserted",
]
