"""How much was held, for how long, and with what margin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats, to_date, to_moment
from ballast_core.trades.rules.portfolio import Portfolio, Side, Steps
from ballast_core.trades.rules.positions import (
    absolute,
    added,
    added_by,
    lasted,
    most_of_days,
    time_mean,
)

_MEMO_STEPS = 1_000_000  # more would be remembered at the cost of what else could be


@dataclass(frozen=True, slots=True)
class Holding:
    """A position over time: figures of `ExposureRow`, and when it was looked at."""

    time_in_market: float
    time_long: float
    time_short: float
    mean_contracts: float
    position_low: float
    position_high: float
    position_high_at: datetime | None
    changes: int


@dataclass(frozen=True, slots=True)
class MarginUse:
    """Margin over time, in dollars."""

    mean: float
    most: float
    most_at: datetime | None


@dataclass(frozen=True, slots=True)
class PurchasingPower:
    """Equity less margin: how often it was below nothing, and its least."""

    call_days: int
    low: float
    low_on: date


@dataclass(frozen=True, slots=True)
class Totals:
    """What a portfolio holds over time: net contracts by symbol, and sums over the symbols.

    `held` is without sign, `margin` in dollars, None where that of a symbol held is unknown.
    """

    symbols: dict[str, Steps]
    held: Steps
    margin: Steps | None


def totals(portfolio: Portfolio, side: Side | None = None) -> Totals:
    """Return what is held in all, computed once; of a side, or of the one that is asked for.

    Shapes: steps of k files in, see `Totals`.
    Units: contracts, dollars.
    NaN: none.
    Raises: nothing.
    Source: definition; files of one symbol offset each other, symbols do not.
    """
    side = side or portfolio.chosen
    kept = side.memo.get("totals")
    if isinstance(kept, Totals):
        return kept
    found = _totals(portfolio, side)
    if found.held.at.size <= _MEMO_STEPS:
        side.memo["totals"] = found
    return found


def _totals(portfolio: Portfolio, side: Side) -> Totals:
    symbols = {
        symbol: added(
            [one for file, one in zip(portfolio.files, side.positions, strict=True) if file.symbol == symbol]
        )
        for symbol in portfolio.margins
    }
    held = {symbol: steps for symbol, steps in symbols.items() if steps.at.size}
    margins = [margin for symbol in held if (margin := portfolio.margins[symbol]) is not None]
    kinds: list[Callable[[int, Floats], Floats]] = [lambda _, value: np.abs(value)]
    if len(margins) == len(held):
        kinds.append(lambda symbol, value: np.abs(value) * margins[symbol])
    every, *needed = added_by(list(held.values()), *kinds)
    return Totals(symbols, every, needed[0] if needed else None)


def sides_of_all(found: Totals) -> tuple[Steps, Steps]:
    """Return how many contracts are held in symbols that are net long, and in those that are net short.

    Shapes: steps a symbol in, two steps out, never negative.
    Units: contracts.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    parts = list(found.symbols.values())
    long, short = added_by(
        parts, lambda _, value: np.maximum(value, 0.0), lambda _, value: np.maximum(-value, 0.0)
    )
    return long, short


def holding(steps: Steps, since: np.datetime64, until: np.datetime64) -> Holding:
    """Return the figures of a position from one moment to another.

    Shapes: (m,) in, one record out.
    Units: contracts, fractions of time.
    NaN: none.
    Raises: nothing.
    Source: definition; the greatest position is the first of equal ones.
    """
    whole = float((until - since) / np.timedelta64(1, "s"))
    seconds = lasted(steps, until)
    shares = [float(seconds[kept].sum()) / whole if whole > 0 else 0.0 for kept in _kinds(steps.value)]
    size = np.abs(steps.value)
    return Holding(
        time_in_market=shares[0],
        time_long=shares[1],
        time_short=shares[2],
        mean_contracts=time_mean(absolute(steps), since, until),
        position_low=float(steps.value.min()) if size.size else 0.0,
        position_high=float(steps.value.max()) if size.size else 0.0,
        position_high_at=to_moment(steps.at[int(np.argmax(size))]) if size.size else None,
        changes=int(size.size),
    )


def margin_use(steps: Steps, since: np.datetime64, until: np.datetime64) -> MarginUse:
    """Return the mean over time, the most, and when it was first needed.

    Shapes: (m,) in, one record out.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    if not steps.at.size:
        return MarginUse(0.0, 0.0, None)
    most = int(np.argmax(steps.value))
    return MarginUse(time_mean(steps, since, until), float(steps.value[most]), to_moment(steps.at[most]))


def purchasing_power(equity: Floats, margin: Steps, days: Days) -> Floats:
    """Return what is left of the equity at the end of each day beside the greatest margin of that day.

    Shapes: equity (n,), margin (m,), days (n,) in, (n,) out.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    return equity - most_of_days(margin, days)


def least_power(power: Floats, days: Days) -> PurchasingPower:
    """Return how many days asked for more margin than there was equity, and the least that was left.

    Shapes: two (n,) in, n >= 1, one record out.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    at = int(np.argmin(power))
    return PurchasingPower(int((power < 0).sum()), float(power[at]), to_date(days[at]))


def _kinds(value: Floats) -> tuple[Bools, Bools, Bools]:
    return value != 0, value > 0, value < 0
