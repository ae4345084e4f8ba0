"""The most that a side of a file, or of the portfolio, held at once, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.trades.rules.assembly import looked_at
from ballast_core.trades.rules.exposure import held_in_all, holding, margin_needed, symbol_positions
from ballast_core.trades.rules.portfolio import Portfolio, Side, Steps
from ballast_core.trades.rules.positions import absolute, lasted

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Held:
    """The most contracts and margin held at once, None where a margin is unknown.

    `time` is the share of the time with a position, `longest_flat` the days of the longest time without one,
    None where nobody looks.
    """

    contracts: float
    margin: float | None
    time: float
    longest_flat: float | None


def held_by_file(portfolio: Portfolio, side: Side, file: int) -> Held:
    """Return what a file held on one side.

    Shapes: see `Portfolio`.
    Units: contracts, money, fraction of the time in which the file is looked at.
    NaN: none.
    Raises: nothing.
    Source: definition; margin is that of one contract times the most contracts.
    """
    steps = absolute(side.positions[file])
    most, margin = _most(steps), portfolio.margins.get(portfolio.files[file].symbol)
    needed = 0.0 if not most else None if margin is None else most * margin
    return _held(steps, needed, portfolio, [file])


def held_by_all(portfolio: Portfolio, side: Side) -> Held:
    """Return what the portfolio held on one side: contracts of a symbol net, symbols added without sign.

    Shapes: see `Portfolio`.
    Units: contracts, money, fraction of the time in which the portfolio is looked at.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    every = symbol_positions(portfolio, side)
    symbols = {symbol: steps for symbol, steps in every.items() if steps.at.size}
    held = held_in_all(symbols)
    margins = {symbol: margin for symbol in symbols if (margin := portfolio.margins[symbol]) is not None}
    margin = _most(margin_needed(symbols, margins)) if len(margins) == len(symbols) else None
    return _held(held, margin, portfolio, range(len(portfolio.files)))


def _most(steps: Steps) -> float:
    return float(steps.value.max()) if steps.value.size else 0.0


def _held(steps: Steps, margin: float | None, portfolio: Portfolio, files: Sequence[int]) -> Held:
    held = [file for file in files if portfolio.chosen.positions[file].at.size]
    if not held:
        return Held(0.0, margin, 0.0, None)
    since, until = looked_at(portfolio, held)
    return Held(_most(steps), margin, holding(steps, since, until).time_in_market, _flat(steps, since, until))


def _flat(steps: Steps, since: np.datetime64, until: np.datetime64) -> float:
    edges = np.concatenate([np.array([since], "datetime64[us]"), steps.at])
    idle = np.concatenate([[0.0], steps.value]) == 0
    seconds = lasted(Steps(edges, idle.astype(np.float64)), until)
    return float(seconds[idle].max(initial=0.0)) / _DAY_S
