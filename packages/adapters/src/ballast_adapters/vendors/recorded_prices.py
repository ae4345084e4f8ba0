"""Invented prices: what an instrument cost on every day, what was paid, and how its shares were split."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ballast_adapters.vendors.recorded_draws import (
    DAY,
    EPOCH,
    bell,
    daily,
    days_until,
    generator,
    weekdays,
)
from ballast_core.market import Dividend, Instrument, InstrumentKind, Split
from ballast_core.shared.arrays import Days, Floats, to_date
from ballast_core.shared.series import Series

type KnownCloses = Callable[[Sequence[str]], Mapping[str, Series]]
"""Closing prices that are invented elsewhere, of those symbols that are known there."""

NAME = "recorded"
"""What the rows of this source carry."""


def nothing_known(_: Sequence[str]) -> Mapping[str, Series]:
    """Know no symbol."""
    return {}


_TIMES = (  # from, to, what the market gains on the way, how much wilder it is
    ("2008-09-02", "2009-03-06", -0.44, 1.8),
    ("2009-03-09", "2010-03-31", 0.42, 1.2),
    ("2011-07-25", "2011-09-30", -0.15, 1.7),
    ("2018-10-01", "2018-12-24", -0.17, 1.5),
    ("2020-02-20", "2020-03-20", -0.30, 2.4),
    ("2020-03-23", "2020-09-02", 0.44, 1.4),
    ("2022-01-03", "2022-10-12", -0.25, 1.3),
    ("2025-02-19", "2025-04-08", -0.17, 1.8),
    ("2025-04-09", "2025-07-03", 0.21, 1.1),
)
_DRIFT, _WILDNESS = 0.0004, 0.0075
_DRAWS = 8
_WEDNESDAY, _THURSDAY = 2, 3


@dataclass(frozen=True, slots=True)
class Character:
    """How an instrument behaves: returns a day, the yield a year, units a day, and the smallest step."""

    price: float
    drift: float
    beta: float
    wildness: float
    paid: float
    first_paid: int
    volume: float
    step: float
    splits: bool


@dataclass(frozen=True, slots=True)
class Path:
    """Raw bars for every day since the epoch, sessions or not.

    Shapes: all (n,); `luck` is a draw a day that decides what befalls the bar on its way.
    """

    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    luck: Floats
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]


def whole_market(last: np.datetime64) -> Floats:
    """Return what the market gains on every day from the epoch to `last`."""
    days = days_until(last)
    gain, wild = np.full(days.size, _DRIFT), np.ones(days.size)
    for start, stop, move, wildness in _TIMES:
        inside = (days >= np.datetime64(start)) & (days <= np.datetime64(stop))
        gain[inside], wild[inside] = move / (np.busday_count(start, stop) + 1), wildness
    return gain + _WILDNESS * wild * bell(daily("the whole market", days.size, 3))


def character(instrument: Instrument, *, invented_elsewhere: bool) -> Character:
    """Return how an instrument behaves, by its symbol and kind."""
    a = generator(f"character of {instrument.symbol}").random(8).tolist()
    kind = instrument.kind
    fund = kind in {InstrumentKind.ETF, InstrumentKind.ETN, InstrumentKind.INDEX}
    if kind is InstrumentKind.CRYPTO:
        price = 40 * a[0] * a[1] * a[2] + 0.5
        return Character(
            price,
            0.0009,
            0.6 + a[3],
            0.024 + 0.012 * a[4],
            0,
            0,
            1e5 + 1e7 * a[6] * a[7],
            0.0001,
            splits=False,
        )
    wildness = 0.003 + 0.005 * a[4] if fund else 0.009 + 0.012 * a[4]
    pays = kind is not InstrumentKind.INDEX and a[5] < (0.8 if fund else 0.6)
    return Character(
        price=15 + 120 * a[0] * a[1],
        drift=0.0001 * (a[2] - 0.3),
        beta=0.3 + 0.9 * a[3] if fund else 0.5 + 0.9 * a[3],
        wildness=wildness,
        paid=0.005 + 0.03 * a[6] if pays else 0.0,
        first_paid=int(3 * a[7]),
        volume=2e5 + 4e7 * a[6] * a[7] * a[0],
        step=0.01,
        splits=not invented_elsewhere and kind is not InstrumentKind.INDEX,
    )


def price_path(instrument: Instrument, market: Floats, known: Series | None) -> Path:
    """Return the bars of an instrument over the days of the market's gains, whatever of them is asked for."""
    n = market.size
    days = days_until(EPOCH + (n - 1) * DAY)
    how = character(instrument, invented_elsewhere=known is not None)
    draws = daily(f"bars of {instrument.symbol}", n, _DRAWS)
    returns = np.maximum(how.drift + how.beta * market + how.wildness * bell(draws[:, :3]), -0.3)
    if instrument.kind is not InstrumentKind.CRYPTO:
        returns[~weekdays(days)] = 0.0
    worth = how.price * np.cumprod(1 + returns)
    if known is not None and len(known):
        worth = _joined(days, worth, known)
    splits = _splits(instrument, days, worth) if how.splits else ()
    scale = _scale(days, splits)
    before = np.append(worth[:1], worth[:-1]) * scale
    close = _rounded(worth * scale, how.step)
    opened = _rounded(before * (1 + how.wildness * (draws[:, 3] - 0.5)), how.step)
    top, bottom = np.maximum(opened, close), np.minimum(opened, close)
    volume = how.volume * (0.5 + draws[:, 6]) * (1 + 15 * np.abs(returns))
    return Path(
        days=days,
        open=opened,
        high=_rounded(top * (1 + 0.6 * how.wildness * draws[:, 4]), how.step),
        low=_rounded(bottom * (1 - 0.6 * how.wildness * draws[:, 5]), how.step),
        close=close,
        volume=np.rint(volume),
        luck=draws[:, 7],
        splits=splits,
        dividends=_dividends(instrument, how, days, before) if how.paid else (),
    )


def _joined(days: Days, worth: Floats, known: Series) -> Floats:
    """Return the closes that are known, and from their end on our own, as if they went on from there."""
    rows = np.searchsorted(known.days, days, side="right") - 1
    joined = known.values[np.maximum(rows, 0)]
    after = np.flatnonzero(days > known.days[-1])
    if after.size:
        joined[after] = known.values[-1] * (worth[after] / worth[after[0] - 1])
    return joined


def _splits(instrument: Instrument, days: Days, worth: Floats) -> tuple[Split, ...]:
    """Return the splits that keep a price within what is usual, early in a quarter."""
    found: list[Split] = []
    scale = 1.0
    for at in _each_month(days, range(1, 13, 3), 8, _WEDNESDAY):
        price = float(worth[at - 1]) * scale
        ratio = 10.0 if price > 700 else 4.0 if price > 300 else 2.0 if price > 160 else 1.0
        ratio = 0.1 if price < 3 else ratio
        if ratio != 1:
            scale /= ratio
            found.append(Split(symbol=instrument.symbol, day=to_date(days[at]), ratio=ratio, source=NAME))
    return tuple(found)


def _scale(days: Days, splits: Sequence[Split]) -> Floats:
    scale = np.ones(days.size)
    for split in splits:
        scale[days >= np.datetime64(split.day)] /= split.ratio
    return scale


def _dividends(instrument: Instrument, how: Character, days: Days, before: Floats) -> tuple[Dividend, ...]:
    """Return what is paid each quarter, by the price of the day before."""
    months = range(1 + how.first_paid, 13, 3)
    found: list[Dividend] = []
    for at in _each_month(days, months, 8, _THURSDAY):
        amount = round(max(float(before[at]) * how.paid / 4, 0.01), 2)
        day = to_date(days[at])
        found.append(
            Dividend(
                symbol=instrument.symbol,
                day=day,
                amount=amount,
                currency=instrument.currency,
                pay_day=day + timedelta(days=21),
                source=NAME,
            )
        )
    return tuple(found)


def _each_month(days: Days, months: Sequence[int], earliest: int, weekday: int) -> list[int]:
    """Return the rows of the first such weekday from a day of the month on, Monday being 0."""
    begin, last = to_date(days[0]), to_date(days[-1])
    rows: list[int] = []
    for year in range(begin.year, last.year + 1):
        for month in months:
            first = date(year, month, earliest)
            rows.append((first - begin).days + (weekday - first.weekday()) % 7)
    return [row for row in rows if 0 < row < days.size]


def _rounded(prices: Floats, step: float) -> Floats:
    steps = round(1 / step)
    return np.maximum(np.rint(prices * steps), 1) / steps
