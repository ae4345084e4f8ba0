"""An invented market: symbols, trading days and closing prices.

Only sums, products, quotients and square roots of exact draws are taken, one at a time, because these are
the same on every processor; exponentials and dot products are not.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Days, Floats, Ints

NASDAQ = slice(0, 100)
SP = slice(20, 520)
_SYMBOLS = 520
_REGIME = 170
"""Rows for which a stock keeps its own drift, on average; that is what momentum models live on."""
_DRIFTS = (-0.0011, -0.0004, 0.0001, 0.0005, 0.0014)
_EVENTS = (  # from, to, what the market gains on the way, how much wilder it is
    ("2000-03-13", "2002-10-09", -0.50, 1.5),
    ("2002-10-10", "2004-01-30", 0.30, 1.1),
    ("2007-10-12", "2009-03-09", -0.62, 1.9),
    ("2009-03-10", "2010-04-23", 0.48, 1.3),
    ("2011-07-22", "2011-10-03", -0.17, 1.9),
    ("2015-08-10", "2016-02-11", -0.10, 1.3),
    ("2018-10-03", "2018-12-24", -0.20, 1.6),
    ("2018-12-26", "2019-04-30", 0.22, 0.9),
    ("2020-02-20", "2020-03-23", -0.38, 3.2),
    ("2020-03-24", "2020-08-31", 0.48, 1.5),
    ("2022-01-04", "2022-10-14", -0.28, 1.4),
    ("2022-11-10", "2023-07-31", 0.25, 1.0),
    ("2025-02-20", "2025-04-08", -0.21, 2.0),
    ("2025-04-09", "2025-06-30", 0.22, 1.2),
)


@dataclass(frozen=True, slots=True)
class Market:
    """Closing prices of invented stocks.

    Shapes: days (n,) weekdays; 520 symbols; cents (520, n).
    """

    days: Days
    symbols: tuple[str, ...]
    cents: Ints

    def row(self, day: np.datetime64) -> int:
        """Return the row of the last trading day up to `day`."""
        return int(np.searchsorted(self.days, day, side="right")) - 1


def make_market(seed: int, rows: int, end: date) -> Market:
    """Return `rows` trading days that end at `end`, or before when that is none."""
    rng = np.random.Generator(np.random.PCG64([seed, 0]))
    days = _trading_days(rows, end)
    factors = np.cumprod(1 + _returns(rng, days), axis=1)
    middle = 3_000 + 15_000 * rng.random(_SYMBOLS) * rng.random(_SYMBOLS)  # cents, half way through
    first = middle / np.sqrt(factors[:, -1])
    cents = np.rint(np.maximum(first[:, None] * factors, 100)).astype(np.int64)
    return Market(days, _symbols(rng), cents)


def _trading_days(rows: int, end: date) -> Days:
    days = np.datetime64(end, "D") - np.arange(rows * 3 // 2 + 20)[::-1].astype("timedelta64[D]")
    since_monday = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    months = days.astype("datetime64[M]")
    dates = (months.astype(np.int64) % 12 + 1) * 100 + (days - months).astype(np.int64) + 1
    return days[(since_monday < 5) & ~np.isin(dates, (101, 704, 1225))][-rows:]


def _returns(rng: np.random.Generator, days: Days) -> Floats:
    n = days.size
    gain, wildness = _events(days)
    whole = gain + 0.0078 * wildness * _bell(rng, (n,))
    beta = 0.75 + 0.6 * rng.random((_SYMBOLS, 1))
    noise = (0.010 + 0.013 * rng.random((_SYMBOLS, 1))) * _bell(rng, (_SYMBOLS, n))
    return np.maximum(beta * whole + noise + _own_drift(rng, n), -0.35)


def _events(days: Days) -> tuple[Floats, Floats]:
    gain, wildness = np.full(days.size, 0.00045), np.ones(days.size)
    for start, stop, move, wild in _EVENTS:
        inside = (days >= np.datetime64(start)) & (days <= np.datetime64(stop))
        rows = np.busday_count(start, stop) + 1
        gain[inside], wildness[inside] = move / rows, wild
    return gain, wildness


def _own_drift(rng: np.random.Generator, n: int) -> Floats:
    length = rng.integers(_REGIME // 2, _REGIME * 3 // 2, (_SYMBOLS, 1))
    regime = (np.arange(n) + rng.integers(0, _REGIME, (_SYMBOLS, 1))) // length
    levels = np.array(_DRIFTS)[rng.integers(0, len(_DRIFTS), (_SYMBOLS, int(regime.max()) + 1))]
    return np.take_along_axis(levels, regime, axis=1)


def _bell(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    # sums of three uniform draws: near enough to a normal law, and exact
    total = rng.random(shape)
    for _ in range(2):
        total += rng.random(shape)
    return (total - 1.5) * 2.0


def _symbols(rng: np.random.Generator) -> tuple[str, ...]:
    consonants, vowels = "BCDFGKLMNPRSTVXZ", "AEIOUY"
    made: dict[str, None] = {"CASH": None, "QX": None}  # CASH is no stock
    patterns = ("cvc", "cvcc", "cvvc", "vcvc", "ccvc", "cvcv")
    while len(made) < _SYMBOLS + 1:
        pattern = patterns[int(rng.integers(len(patterns)))]
        letters = (consonants if kind == "c" else vowels for kind in pattern)
        made["".join(choices[int(rng.integers(len(choices)))] for choices in letters)] = None
    symbols = [symbol for symbol in made if symbol != "CASH"]
    symbols[30] = f"{symbols[29][:2]}-B"  # a second class of shares, as BF-B
    return tuple(symbols)
