"""Turns cells and lines of trade lists into columns and facts; strict: a damaged cell is never guessed."""

from ballast_core.trades.parsing.parsed import (
    Claims,
    FileFacts,
    ParsedFile,
    Stamp,
    StatedName,
    overlapping,
    span,
)
from ballast_core.trades.parsing.reading import is_workbook, read_trades
from ballast_core.trades.parsing.tradestation import is_tradestation, parse_tradestation

__all__ = [
    "Claims",
    "FileFacts",
    "ParsedFile",
    "Stamp",
    "StatedName",
    "is_tradestation",
    "is_workbook",
    "overlapping",
    "parse_tradestation",
    "read_trades",
    "span",
]
