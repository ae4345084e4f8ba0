"""The most that a side of a file, or of the portfolio, held at once, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballast_core.trades.rules.assembly import looked_at
from ballast_core.trades.rules.exposure import held_in_all, holding, margin_needed, symbol_positions
from ballast_core.trades.rules.portfolio import Portfolio, Side, Steps
from ballast_core.trades.rules.positions import absolute


@dataclass(frozen=True, slots=True)
class Held:
    """The most contracts and margin held at once, None where a margin is unknown, and the share of time."""

    contracts: float
    margin: float | None
    time: float


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
    return Held(most, needed, _share(steps, portfolio, [file]))


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
    return Held(_most(held), margin, _share(held, portfolio, range(len(portfolio.files))))


def _most(steps: Steps) -> float:
    return float(steps.value.max()) if steps.value.size else 0.0


def _share(steps: Steps, portfolio: Portfolio, files: Sequence[int]) -> float:
    held = [file for file in files if portfolio.chosen.positions[file].at.size]
    return holding(steps, *looked_at(portfolio, held)).time_in_market if held else 0.0
