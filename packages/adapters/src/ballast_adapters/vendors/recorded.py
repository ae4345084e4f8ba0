"""The recorded source of bars and quotes: twenty years of any symbol, without a key or a network.

Everything is invented. What it says of a symbol and a day does not depend on what else is asked for.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import numpy as np

from ballast_adapters.vendors.recorded_draws import EPOCH, chance
from ballast_adapters.vendors.recorded_flaws import Flaws, flaws_of, misread, there
from ballast_adapters.vendors.recorded_prices import (
    NAME,
    KnownCloses,
    Path,
    nothing_known,
    price_path,
    whole_market,
)
from ballast_core.market import (
    Bars,
    Dividend,
    Fetched,
    History,
    Instrument,
    NoPriceError,
    Quote,
    Split,
    Wanted,
)
from ballast_core.shared.arrays import Bools, Days, Floats, to_moment
from ballast_core.shared.calendar import Sessions
from ballast_core.shared.ports import Calendars, Clock
from ballast_core.shared.series import Series

_AFTER_CLOSE = np.timedelta64(20, "m")
_ROWS_AT_ONCE = 60_000
_FLAWLESS = Flaws()


@dataclass(frozen=True, slots=True)
class RecordedBars:
    """Invented bars up to the last complete session; `known` has closes that are invented elsewhere."""

    clock: Clock
    calendars: Calendars
    known: KnownCloses = nothing_known

    async def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        """Yield bars of some symbols at a time, with their splits and dividends."""
        now = np.datetime64(self.clock.now().replace(tzinfo=None), "us")
        today = now.astype("datetime64[D]")
        market = whole_market(min(max([EPOCH, *(np.datetime64(one.last) for one in wanted)]), today))
        known = self.known([one.instrument.symbol for one in wanted])
        parts: list[_Part] = []
        for one in wanted:
            sessions = await self.calendars.sessions(one.instrument.calendar, one.first, one.last)
            parts.append(_part(one, market, known.get(one.instrument.symbol), sessions, now))
            if sum(part.days.size for part in parts) >= _ROWS_AT_ONCE:
                yield _fetched(parts)
                parts = []
        if parts:
            yield _fetched(parts)


@dataclass(frozen=True, slots=True)
class RecordedQuotes:
    """Invented present prices: on the way from open to close while a session lasts, else at its close."""

    clock: Clock
    calendars: Calendars
    known: KnownCloses = nothing_known

    async def quote(self, instrument: Instrument) -> Quote:
        """Return the price of this minute. Raises `NoPriceError` for what is not listed."""
        now = self.clock.now().replace(second=0, microsecond=0, tzinfo=None)
        sessions = await self.calendars.sessions(
            instrument.calendar, now.date() - timedelta(days=14), now.date()
        )
        begun = int(np.searchsorted(sessions.opens, np.datetime64(now, "us"), side="right")) - 1
        if begun < 0 or not _listed(instrument, sessions.days[begun : begun + 1]).all():
            raise NoPriceError(instrument.symbol)
        known = self.known([instrument.symbol]).get(instrument.symbol)
        path = price_path(instrument, whole_market(sessions.days[begun]), known)
        opened, closed = to_moment(sessions.opens[begun]), to_moment(sessions.closes[begun])
        at = min(now, closed)
        return Quote(
            symbol=instrument.symbol,
            price=_on_the_way(path, (at - opened) / (closed - opened), f"{instrument.symbol} at {at}"),
            size=100,
            at=at.replace(tzinfo=UTC),
            source=NAME,
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """What there is of one symbol; the columns (n,) are those of `Bars`."""

    symbol: str
    days: Days
    columns: Mapping[str, Floats]
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]


def _part(one: Wanted, market: Floats, known: Series | None, sessions: Sessions, now: np.datetime64) -> _Part:
    path = price_path(one.instrument, market, known)
    over = (sessions.closes + _AFTER_CLOSE <= now) & _listed(one.instrument, sessions.days)
    if known is not None and len(known):
        over &= sessions.days >= known.days[0]
    days, closes = sessions.days[over], sessions.closes[over]
    at = (days - EPOCH).astype(np.int64)
    flaws = flaws_of(one.instrument.symbol) if known is None else _FLAWLESS
    luck = path.luck[at] if known is None else np.full(days.size, 0.5)
    rows = there(flaws, days, closes, luck, now)
    columns = _columns(path, at, misread(closes, luck, now), flaws)
    first, last = one.first, one.last
    return _Part(
        symbol=one.instrument.symbol,
        days=days[rows],
        columns={name: values[rows] for name, values in columns.items()},
        splits=tuple(split for split in path.splits if first <= split.day <= last),
        dividends=tuple(paid for paid in path.dividends if first <= paid.day <= last),
    )


def _columns(path: Path, at: np.ndarray, wrong: Floats, flaws: Flaws) -> Mapping[str, Floats]:
    days = path.days[at]
    half = np.where(days == flaws.halved, 0.5, 1.0)
    opened, close = path.open[at] * half, np.rint(path.close[at] * half * wrong * 10_000) / 10_000
    high, low = np.maximum(path.high[at] * half, close), np.minimum(path.low[at] * half, close)
    exchanged = (days == flaws.exchanged) & (high > low)
    volume = np.where(days == flaws.silent, 0.0, path.volume[at])
    return {
        "open": opened,
        "high": np.where(exchanged, low, high),
        "low": np.where(exchanged, high, low),
        "close": close,
        "volume": volume,
        "vwap": np.rint((high + low + close) / 3 * 10_000) / 10_000,
        "trades": np.rint(volume / 130),
    }


def _fetched(parts: Sequence[_Part]) -> Fetched[History]:
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    days = np.concatenate([part.days for part in parts])
    bars = Bars(
        source=NAME,
        symbols=tuple(part.symbol for part in parts),
        code=np.repeat(np.arange(len(parts)), [part.days.size for part in parts]),
        days=days,
        final=np.ones(days.size, dtype=np.bool_),
        **columns,
    )
    splits = tuple(split for part in parts for split in part.splits)
    dividends = tuple(paid for part in parts for paid in part.dividends)
    return Fetched(bars.symbols, History(bars, splits, dividends))


def _listed(instrument: Instrument, days: Days) -> Bools:
    """Tell on which days an instrument can have a price here."""
    listed = days >= EPOCH
    if instrument.first_listed is not None:
        listed &= days >= np.datetime64(instrument.first_listed)
    if instrument.delisted is not None:
        listed &= days <= np.datetime64(instrument.delisted)
    return listed


def _on_the_way(path: Path, passed: float, name: str) -> float:
    """Return a price between the open and the close of the last day, a little off until its end."""
    opened, close = float(path.open[-1]), float(path.close[-1])
    off = 0.1 * (chance(name) - 0.5) * (float(path.high[-1]) - float(path.low[-1])) if passed < 1 else 0.0
    price = opened + (close - opened) * min(passed, 1.0) + off
    return round(min(max(price, float(path.low[-1])), float(path.high[-1])), 4)
