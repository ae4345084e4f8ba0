"""The cast: five base models, a meta-model, and which is a fork of which."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ballast_adapters.sample.market import NASDAQ, SP, Market
from ballast_core.shared.arrays import Floats, Ints

type Universe = Literal["Naz100", "SP500", "abacus_combined"]


@dataclass(frozen=True, slots=True)
class Model:
    """A model that holds the `size` stocks that gained most over `lookback` rows.

    Up to the fraction `fork` of the history it is the same portfolio as its parent.
    """

    name: str
    universe: Universe
    method: str
    lookback: int
    size: int
    parent: str = ""
    fork: float = 0.0

    @property
    def members(self) -> slice:
        """The stocks that the model ranks."""
        return NASDAQ if self.universe == "Naz100" else SP

    def momentum(self, market: Market, row: int) -> Floats:
        """Return the gain of each member over the look-back, up to the close of `row`."""
        cents = market.cents[self.members]
        return cents[:, row] / cents[:, row - self.lookback] - 1

    def best(self, market: Market, row: int) -> Ints:
        """Return the members by momentum, the best first."""
        order = np.argsort(-self.momentum(market, row), kind="stable")
        return np.arange(len(market.symbols))[self.members][order]


BASE_MODELS = (  # a parent stands before its children
    Model("naz100_pine", "Naz100", "percentileChannels", 120, 7),
    Model("naz100_pi", "Naz100", "minmaxChannels", 90, 8, "naz100_pine", 0.05),
    Model("naz100_hma", "Naz100", "HMAs", 60, 8, "naz100_pi", 0.58),
    Model("sp500_pine", "SP500", "percentileChannels", 120, 7, "naz100_pine", 0.26),
    Model("sp500_hma", "SP500", "HMAs", 60, 7, "sp500_pine", 0.70),
)
META_MODEL = Model("naz100_sp500_abacus", "abacus_combined", "HMAs", 126, 7, "naz100_pine", 0.45)
MODELS = (*BASE_MODELS, META_MODEL)
