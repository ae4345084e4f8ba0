"""Ranks files: the ranking at the start of the month and the latest one."""

import numpy as np

from ballast_adapters.sample.backtests import month_starts
from ballast_adapters.sample.market import Market
from ballast_adapters.sample.models import Model
from ballast_core.shared.arrays import Floats, Ints

_INACTIVE = 0.12
"""The worst share of the stocks is no longer traded, and shares the last rank."""
_DAYS_OLD = 5


def ranks_text(market: Market, model: Model) -> bytes:
    """Return the bytes of the file: two blocks, the later one some days before the end."""
    latest = market.days.size - 1 - _DAYS_OLD
    starts = month_starts(market.days)
    start = int(starts[starts <= latest][-1])
    symbols = [*market.symbols[model.members], "CASH"]
    order = np.argsort(_ranks(model.momentum(market, start)), kind="stable")
    lines = ["[Ranks]", ""]
    for row in (start, latest):
        gains = model.momentum(market, row)
        ranks = _ranks(gains)[order].tolist()
        lines += [
            f"lastdate: {market.days[row]}",
            "symbols: " + "".join(f"{symbols[place]:<6}" for place in order.tolist()),
            "ranks:" + "".join(f"{rank:>6}" for rank in ranks),
            "channelPercent:" + "".join(f"{100 * gain:>6.1f}%" for gain in _channel(gains).tolist()),
        ]
    return "".join(f"{line}\n" for line in lines).encode()


def _ranks(gains: Floats) -> Ints:
    # cash has gained nothing; from the first inactive place on all are alike
    with_cash = np.append(gains, 0.0)
    places = np.argsort(np.argsort(-with_cash, kind="stable"), kind="stable") + 1
    ranks: Ints = np.minimum(places, int(with_cash.size * (1 - _INACTIVE)))
    return ranks


def _channel(gains: Floats) -> Floats:
    # in the order of the universe, not of the symbols above; -100.0% fills its field and touches the next
    return np.append(np.clip(gains * 8, -1.0, 1.0), 0.0)
