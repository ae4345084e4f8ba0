"""Backtests: what each model would have made, and which one the meta-model would have followed."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ballast_adapters.sample.market import Market
from ballast_adapters.sample.models import BASE_MODELS, Model
from ballast_core.shared.arrays import Days, Floats, Ints

WARM_UP = 130
_LOOK_BACK = 126
CASH = "CASH"
_NO_DATA = -100000.0


@dataclass(frozen=True, slots=True)
class Backtest:
    """One file of backtest rows.

    Shapes: all (n,); `sub_models` is empty for a base model.
    """

    days: Days
    buy_and_hold: Floats
    strategy: Floats
    new_highs: Floats
    new_lows: Floats
    sub_models: tuple[str, ...] = ()

    def text(self) -> bytes:
        """Return the bytes of the file."""
        six = bool(self.sub_models)
        columns = [
            np.datetime_as_string(self.days).tolist(),
            [repr(value) for value in np.round(self.buy_and_hold, 6).tolist()],
            [f"{value:.2f}" if six else repr(round(value, 6)) for value in self.strategy.tolist()],
            ["-1000" if value == -1000 else f"{value:.1f}" for value in self.new_highs.tolist()],
            [f"{value:.1f}" for value in self.new_lows.tolist()],
        ]
        rows = zip(*columns, self.sub_models, strict=True) if six else zip(*columns, strict=True)
        return "".join(f"{' '.join(row)}\n" for row in rows).encode()


def base_backtests(market: Market) -> dict[str, Backtest]:
    """Return the backtests of the base models by name; those of the S&P 500 begin a sixth later."""
    returns = np.ones(market.cents.shape)
    np.divide(market.cents[:, 1:], market.cents[:, :-1], out=returns[:, 1:])
    returns -= 1
    naz, sp = WARM_UP, WARM_UP + (market.days.size - WARM_UP) // 6
    scores = {"Naz100": _scores(market, BASE_MODELS[0], naz), "SP500": _scores(market, BASE_MODELS[-1], sp)}
    found: dict[str, Backtest] = {}
    for model in BASE_MODELS:
        first = naz if model.universe == "Naz100" else sp
        whole = _mean(returns[model.members, first:])
        own = _strategy_returns(market, model, returns, first)
        found[model.name] = Backtest(
            market.days[first:], _chained(whole), _chained(own), *scores[model.universe]
        )
    return found


def choices(market: Market, backtests: dict[str, Backtest]) -> tuple[str, ...]:
    """Return which model the meta-model follows at each row from the warm-up on, chosen month by month.

    It is the one that gained most over the 126 rows before the month; cash when none gained.
    """
    rows = market.days.size - WARM_UP
    chosen = CASH
    found: list[str] = []
    starts = set(month_starts(market.days[WARM_UP:]).tolist())
    for row in range(rows):
        if row in starts:
            chosen = _best(backtests, rows - row)
        found.append(chosen)
    return tuple(found)


def meta_backtest(market: Market, backtests: dict[str, Backtest], chosen: tuple[str, ...]) -> Backtest:
    """Return the meta-model's backtest: each day the return of the model that it follows."""
    days = market.days[WARM_UP:]
    gains = np.zeros(days.size)
    for name, backtest in backtests.items():
        daily = np.zeros(days.size)
        daily[-backtest.days.size + 1 :] = backtest.strategy[1:] / backtest.strategy[:-1] - 1
        gains = np.where(np.array(chosen) == name, daily, gains)
    sp = backtests["sp500_pine"]
    missing = days.size - sp.days.size
    return Backtest(
        days,
        np.concatenate([np.full(missing, 10000.0), sp.buy_and_hold]),
        _chained(gains),
        np.concatenate([np.full(missing, -1000.0), sp.new_highs]),
        np.concatenate([np.full(missing, _NO_DATA), sp.new_lows]),
        chosen,
    )


def month_starts(days: Days) -> Ints:
    """Return the row of the first day of each month, the very first row left out."""
    months = days.astype("datetime64[M]")
    return np.flatnonzero(months[1:] != months[:-1]) + 1


def _best(backtests: dict[str, Backtest], from_end: int) -> str:
    # rows are counted from the end, because the files do not begin on the same day
    gains = {CASH: 0.0}
    for name, backtest in backtests.items():
        row = backtest.days.size - from_end
        if row > _LOOK_BACK:
            gains[name] = float(backtest.strategy[row - 1] / backtest.strategy[row - 1 - _LOOK_BACK] - 1)
    return max(gains, key=lambda name: gains[name])


def _strategy_returns(market: Market, model: Model, returns: Floats, first: int) -> Floats:
    # as its index until there is enough history, then month by month the best stocks of the day before
    own = _mean(returns[model.members])
    starts = [int(row) for row in month_starts(market.days) if row > first + _LOOK_BACK]
    for start, stop in pairwise([*starts, market.days.size]):
        picks = model.best(market, start - 1)[: model.size]
        own[start:stop] = _mean(returns[picks, start:stop])
    return own[first:]


def _scores(market: Market, model: Model, first: int) -> tuple[Floats, Floats]:
    # weighted counts of stocks above and below their price of 60 rows ago; sentinels where upstream has them
    cents = market.cents[model.members]
    above: Floats = np.zeros(market.days.size)
    above[60:] = (cents[:, 60:] > cents[:, :-60]).sum(axis=0)
    size = cents.shape[0]
    highs: Floats = above[first:] * 23.1
    lows: Floats = (size - above[first:]) * 13.7
    rows = highs.size
    constant, negative, missing = min(73, rows // 12), min(900, rows // 4), min(500, rows // 5)
    worst = -11.551 * size
    highs[:negative] = worst * (1 - np.arange(negative) / negative)
    highs[:constant] = worst
    lows[:missing] = _NO_DATA
    return np.round(highs, 1), np.round(lows, 1)


def _mean(returns: Floats) -> Floats:
    # row by row: how a reduction along a row adds up is not the same on every processor
    total: Floats = np.zeros(returns.shape[1])
    for row in returns:
        total += row
    mean: Floats = total / returns.shape[0]
    return mean


def _chained(returns: Floats) -> Floats:
    gains = 1 + returns
    gains[0] = 1.0
    return 10000.0 * np.cumprod(gains)
