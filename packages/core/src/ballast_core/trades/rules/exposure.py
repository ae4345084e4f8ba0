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
    weighed,
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

    `held` is without sign, `long` and `short` what is held in symbols that are net long and net short, all
    never negative; `margin` in dollars, None where that of a symbol is unknown.
    """

    symbols: dict[str, Steps]
    held: Steps
    long: Steps
    short: Steps
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
    margins = [margin for margin in portfolio.margins.values() if margin is not None]
    kinds: list[Callable[[int, Floats], Floats]] = [
        lambda _, value: np.abs(value),
        lambda _, value: np.maximum(value, 0.0),
        lambda _, value: np.maximum(-value, 0.0),
    ]
    if len(margins) == len(symbols):
        kinds.append(lambda symbol, value: np.abs(value) * margins[symbol])
    held, long, short, *margin = added_by(list(symbols.values()), *kinds)
    return Totals(symbols, held, long, short, margin[0] if margin else None)


def symbol_positions(portfolio: Portfolio, side: Side | None = None) -> dict[str, Steps]:
    """Return the net position of each symbol: the sum over its files, long against short; of a side alone.

    Shapes: steps of k files in, steps a symbol out.
    Units: contracts.
    NaN: none.
    Raises: nothing.
    Source: definition.
    """
    return totals(portfolio, side).symbols


def held_in_all(symbols: dict[str, Steps]) -> Steps:
    """Return how many contracts a portfolio holds: the sum over symbols of what each is net, without sign.

    Shapes: steps a symbol in, steps out.
    Units: contracts.
    NaN: none.
    Raises: nothing.
    Source: definition; one symbol does not offset another.
    """
    return added([absolute(steps) for steps in symbols.values()])


def margin_needed(symbols: dict[str, Steps], margins: dict[str, float]) -> Steps:
    """Return the initial margin: of each symbol its net contracts times what one needs, and their sum.

    Shapes: steps a symbol in, steps out.
    Units: dollars.
    NaN: none.
    Raises: nothing.
    Source: definition; files of one symbol offset each other, symbols do not.
    """
    return added([weighed(absolute(steps), margins[symbol]) for symbol, steps in symbols.items()])


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
