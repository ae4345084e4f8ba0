"""Bars of a provider, kept for an hour: who asks again for the same days puts no question."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from pydantic import BaseModel

from ballast_core.market import AnswerCache, Bars, BarSource, Dividend, Fetched, History, Kept, Split, Wanted
from ballast_core.shared.arrays import Bools, Floats
from ballast_core.shared.ports import Clock

_HOUR = timedelta(seconds=3600)
_HOLIDAYS = 0.045  # a year has some ten on 261 weekdays
_NUMBERS = ("open", "high", "low", "close", "volume", "vwap", "trades")


class _Stored(BaseModel):
    """A history of one symbol, as it is kept."""

    source: str
    days: list[str]
    numbers: dict[str, list[float | None]]
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]


def to_bytes(history: History, symbol: str) -> bytes:
    """Return the part of a history that is of one symbol."""
    bars = history.bars
    mine = bars.code == (bars.symbols.index(symbol) if symbol in bars.symbols else -1)
    columns: dict[str, Floats] = {name: getattr(bars, name) for name in _NUMBERS}
    stored = _Stored(
        source=bars.source,
        days=bars.days[mine].astype(str).tolist(),
        numbers={
            name: [None if np.isnan(number) else float(number) for number in column[mine]]
            for name, column in columns.items()
        },
        splits=tuple(one for one in history.splits if one.symbol == symbol),
        dividends=tuple(one for one in history.dividends if one.symbol == symbol),
    )
    return stored.model_dump_json().encode()


def from_bytes(content: bytes, symbol: str) -> History | None:
    """Return a history that was kept; None for what another release wrote."""
    try:
        stored = _Stored.model_validate_json(content)
        days = np.array(stored.days, dtype="datetime64[D]")
    except ValueError:
        return None
    numbers = {name: np.array(stored.numbers.get(name, ()), dtype=np.float64) for name in _NUMBERS}
    size = len(stored.days)
    if any(column.size != size for column in numbers.values()):
        return None
    final: Bools = np.ones(size, dtype=np.bool_)
    code = np.zeros(size, dtype=np.int64)
    bars = Bars(source=stored.source, symbols=(symbol,), code=code, days=days, final=final, **numbers)
    return History(bars, stored.splits, stored.dividends)


@dataclass(frozen=True, slots=True)
class KeptBars:
    """Ask the source behind only for what it has not said within the hour.

    Kept is what was answered without a fault, final up to the last day that was wanted and without a hole
    but for holidays: a hole is asked for again each time.
    """

    name: str
    behind: BarSource
    answers: AnswerCache
    clock: Clock

    async def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        """Yield bars, those that are kept first."""
        left: dict[str, Wanted] = {}
        for one in wanted:
            kept = await self._kept(one)
            if kept is None:
                left[one.instrument.symbol] = one
            else:
                yield Fetched((one.instrument.symbol,), kept)
        if not left:
            return
        async with aclosing(self.behind.bars(list(left.values()))) as answers:
            async for fetched in answers:
                await self._keep(fetched, left)
                yield fetched

    async def _kept(self, wanted: Wanted) -> History | None:
        kept = await self.answers.find(self._key(wanted))
        if kept is None or self.clock.now() - kept.at >= _HOUR:
            return None
        return from_bytes(kept.content, wanted.instrument.symbol)

    async def _keep(self, fetched: Fetched[History], wanted: dict[str, Wanted]) -> None:
        if fetched.fault is not None or fetched.problems or fetched.rows is None:
            return
        for symbol in fetched.parts:
            if symbol in wanted and _whole(fetched.rows.bars, wanted[symbol]):
                kept = Kept(to_bytes(fetched.rows, symbol), self.clock.now())
                await self.answers.keep(self._key(wanted[symbol]), kept, _HOUR)

    def _key(self, wanted: Wanted) -> str:
        called = ",".join(f"{who}={name}" for who, name in sorted(wanted.instrument.spellings.items()))
        return f"bars:{self.name}:{wanted.instrument.symbol}:{called}:{wanted.first}:{wanted.last}"


def _whole(bars: Bars, wanted: Wanted) -> bool:
    """Return whether final bars reach the last day, and holidays may explain those that are not there."""
    instrument, day = wanted.instrument, np.timedelta64(1, "D")
    if instrument.symbol not in bars.symbols:
        return False
    mine = (bars.code == bars.symbols.index(instrument.symbol)) & bars.final
    numbers = np.column_stack([bars.open, bars.high, bars.low, bars.close])[mine]
    days = np.arange(np.datetime64(wanted.first, "D"), np.datetime64(wanted.last, "D") + day)
    always = instrument.calendar == "24/7"
    expected = days if always else days[np.is_busday(days)]
    missing = np.setdiff1d(expected, bars.days[mine]).size
    reaches = bool((bars.days[mine] == np.datetime64(wanted.last, "D")).any())
    few = missing <= (0 if always else _HOLIDAYS * expected.size)
    return reaches and few and bool(np.isfinite(numbers).all())
