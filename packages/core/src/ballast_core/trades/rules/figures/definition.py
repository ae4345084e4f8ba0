"""The form in which a figure is defined."""

from dataclasses import dataclass

from ballast_core.shared.table import Unit

DEFINITION = "Definition."
TRADESTATION = "TradeStation, Strategy Performance Report."
CFTC = "17 CFR 4.10 and 4.35 (Commodity Futures Trading Commission)."


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure in words: what it says, how it is computed, and who defined it."""

    title: str
    unit: Unit
    meaning: str
    formula: str
    source: str = DEFINITION
