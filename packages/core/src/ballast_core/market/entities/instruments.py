"""Instruments: what has a price."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from ballast_core.shared.entity import Day, Entity

_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.:=_^-]{0,31}")


def _symbol(given: str) -> str:
    symbol = given.strip().upper()
    if not _SYMBOL.fullmatch(symbol):
        raise ValueError(f"a symbol is 1 to 32 letters, digits or . - _ : = ^, such as AAPL, not {given!r}")
    return symbol


def _text(given: str) -> str:
    if "\0" in given:
        raise ValueError("a text cannot hold a NUL")
    return given


type Symbol = Annotated[str, AfterValidator(_symbol)]
type Text = Annotated[str, Field(max_length=500), AfterValidator(_text)]
"""What somebody wrote about something; a database can keep it."""


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
    name: Text = ""
    kind: InstrumentKind = InstrumentKind.STOCK
    sector: Text = ""
    categories: tuple[Text, ...] = ()
    exchange: Text = ""
    calendar: Annotated[Text, Field(min_length=1)] = "XNYS"
    currency: Annotated[Text, Field(min_length=1, max_length=12)] = "USD"
    first_listed: Day | None = None
    delisted: Day | None = None
    successor: Text = ""
    spellings: Mapping[Text, Text] = {}
    high_priority: bool = False
    note: Text = ""

    @model_validator(mode="after")
    def _life(self) -> Self:
        if self.first_listed is not None and self.delisted is not None and self.delisted < self.first_listed:
            raise ValueError(
                f"it cannot be delisted ({self.delisted}) before it is listed ({self.first_listed})"
            )
        return self

    def spelled(self, provider: str) -> str:
        """Return what a provider calls it."""
        return self.spellings.get(provider, self.symbol)
