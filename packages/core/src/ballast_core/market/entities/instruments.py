"""Instruments: what has a price."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from ballast_core.shared.entity import Day, Entity


def _symbol(given: str) -> str:
    symbol = given.strip().upper()
    if not symbol or len(symbol) > 32 or not symbol.isascii() or not symbol.isprintable() or " " in symbol:
        raise ValueError(f"a symbol is 1 to 32 characters without spaces, such as AAPL, not {given!r}")
    return symbol


type Symbol = Annotated[str, AfterValidator(_symbol)]


class InstrumentKind(StrEnum):
    """What an instrument is."""

    STOCK = "stock"
    ETF = "etf"
    ETN = "etn"
    CRYPTO = "crypto"
    INDEX = "index"


class Instrument(Entity):
    """Something that has a price; `spellings` is what a provider calls it where that is not its symbol.

    `calendar` is a name of `exchange_calendars` or `24/7`. Bars are expected from `first_listed` to
    `delisted`, both included, where they are known.
    """

    symbol: Symbol
    name: str = ""
    kind: InstrumentKind = InstrumentKind.STOCK
    sector: str = ""
    categories: tuple[str, ...] = ()
    exchange: str = ""
    calendar: str = "XNYS"
    currency: str = "USD"
    first_listed: Day | None = None
    delisted: Day | None = None
    successor: str = ""
    spellings: Mapping[str, str] = {}
    high_priority: bool = False
    note: str = ""

    def spelled(self, provider: str) -> str:
        """Return what a provider calls it."""
        return self.spellings.get(provider, self.symbol)
