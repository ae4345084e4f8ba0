"""SampleCloses: what the stocks of the sample models cost, for the recorded source of market data."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from ballast_adapters.sample.folder import SAMPLE_END
from ballast_adapters.sample.span import make_span
from ballast_adapters.sample.story import market_of
from ballast_core.shared.series import Series


class SampleCloses:
    """Knows the closing prices of the sample's market; it is made when somebody asks for the first time.

    Only what was asked for is kept, for the whole market is large. A demonstration has just made it for its
    files, and it is not made again.
    """

    def __init__(self, seed: int = 7, end: date = SAMPLE_END) -> None:
        self._seed, self._end = seed, end
        self._symbols: frozenset[str] | None = None
        self._kept: dict[str, Series] = {}

    def __call__(self, symbols: Sequence[str]) -> Mapping[str, Series]:
        """Return the closes of those symbols that belong to the sample, in dollars."""
        wanted = set(symbols) if self._symbols is None else set(symbols) & self._symbols
        if self._symbols is None or wanted - self._kept.keys():
            self._make(wanted)
        return {symbol: self._kept[symbol] for symbol in wanted & self._kept.keys()}

    def _make(self, wanted: set[str]) -> None:
        market = market_of(self._seed, make_span(None, self._end), self._end)
        market_of.cache_clear()
        self._symbols = frozenset(market.symbols)
        for row, symbol in enumerate(market.symbols):
            if symbol in wanted:
                self._kept[symbol] = Series(market.days, market.cents[row].astype(np.float64) / 100)
