"""Findings about many trades at once."""

from collections.abc import Iterator

import numpy as np

from ballast_core.shared.arrays import Bools, Floats
from ballast_core.trades.entities import FileFinding, TradeColumns
from ballast_core.trades.parsing.findings import finding


def of_trades(
    rule: str, trades: TradeColumns, wrong: Bools, message: str, figures: tuple[Floats, Floats]
) -> Iterator[FileFinding]:
    """Yield one finding for all trades that break a rule: how many, and the figures of the first.

    `figures` are what was expected and what is there, by trade.
    """
    rows = np.flatnonzero(wrong)
    if not rows.size:
        return
    first = int(rows[0])
    expected, found = (float(column[first]) for column in figures)
    number = int(trades.number[first])
    where = f"trade {number}"
    which = f"{rows.size} of {len(trades)} trades, first {where}" if rows.size > 1 else where
    yield finding(rule, f"{which}: {message}", where, expected=expected, found=found)
