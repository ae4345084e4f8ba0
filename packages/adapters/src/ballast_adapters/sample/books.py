"""The portfolio of one model through time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_adapters.sample.market import Market
from ballast_adapters.sample.models import Model
from ballast_adapters.sample.portfolios import Block
from ballast_adapters.sample.span import Span
from ballast_core.shared.arrays import to_date


@dataclass(frozen=True, slots=True)
class Book:
    """The blocks of a model, in order, and the market and the time in which they were traded."""

    market: Market
    model: Model
    span: Span
    blocks: Sequence[Block]

    def day(self, at: int) -> date:
        """Return the trading day of a block."""
        return to_date(self.market.days[self.blocks[at].row])

    def age(self, at: int) -> float:
        """Return the fraction of the span that had passed at a block."""
        passed = self.market.days[self.blocks[at].row] - self.span.first
        return float(passed / (self.span.last - self.span.first))

    def nth(self, fraction: float) -> int:
        """Return the position of the first block after this fraction of the span, at most the last."""
        rows = [block.row for block in self.blocks]
        return int(np.searchsorted(rows[:-1], self.market.row(self.span.at(fraction))))

    def symbol(self, stock: int) -> str:
        """Return the symbol of a stock."""
        return self.market.symbols[stock]
