"""The present price: kept, asked for once, and the last known one when nobody can tell."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ballast_adapters.memory.answers import MemoryAnswers
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market import MemoryMarket
from ballast_core.market import (
    Bars,
    Instrument,
    NoPriceError,
    Quote,
    QuoteSource,
    ShowQuote,
    SymbolNotFoundError,
    VendorError,
)
from ballast_core.market.usecases.known_instruments import KnownInstruments
from ballast_core.shared.events import Event

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Prices:
    """Tells a price, or fails while it is told to."""

    clock: FrozenClock
    price: float = 20.0
    failing: bool = False
    asked: int = 0

    async def quote(self, instrument: Instrument) -> Quote:
        self.asked += 1
        await asyncio.sleep(0)
        if self.failing:
            raise VendorError("fake", "it fails (503)")
        return Quote(symbol=instrument.symbol, price=self.price, at=self.clock.now(), source="fake")


@dataclass
class Bench:
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(NOW))
    market: MemoryMarket = field(default_factory=MemoryMarket)
    channel: MemoryChannel = field(default_factory=MemoryChannel)

    async def show(self, sources: Sequence[QuoteSource]) -> ShowQuote:
        await self.market.universe.save(instruments=[Instrument(symbol="KITE", name="Kite Aerials")])
        known, answers = KnownInstruments(self.market.universe), MemoryAnswers(self.clock)
        return ShowQuote(known, self.market.bars, sources, answers, self.channel, self.clock)

    async def close(self, day: str, price: float) -> None:
        one, none = np.array([price]), np.array([np.nan])
        days, final = np.array([day], dtype="datetime64[D]"), np.array([True])
        code = np.array([0])
        bars = Bars("recorded", ("KITE",), code, days, one, one, one, one, one, none, none, final)
        await self.market.bars.add_bars(bars, {"recorded": 0}, NOW)


async def test_a_price_is_kept_for_five_minutes() -> None:
    bench = Bench()
    source = Prices(bench.clock)
    show = await bench.show([source])
    first = await show("kite")
    source.price = 21.0
    bench.clock.tick(4 * MINUTE)
    second = await show("KITE")
    bench.clock.tick(MINUTE)
    third = await show("KITE")
    told = [(one.price, one.basis, one.age_s) for one in (first, second, third)]
    assert told == [(20.0, "asked", 0), (20.0, "kept", 240), (21.0, "asked", 0)]


async def test_who_asks_at_the_same_time_asks_once() -> None:
    bench = Bench()
    source = Prices(bench.clock)
    show = await bench.show([source])
    views = await asyncio.gather(*(show("KITE") for _ in range(20)))
    assert ({view.price for view in views}, source.asked) == ({20.0}, 1)


async def test_one_who_gives_up_does_not_stop_the_others() -> None:
    bench = Bench()
    show = await bench.show([Prices(bench.clock)])
    impatient, patient = asyncio.ensure_future(show("KITE")), asyncio.ensure_future(show("KITE"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).price == 20.0


async def test_the_last_known_price_stands_in_with_its_age() -> None:
    bench = Bench()
    source = Prices(bench.clock)
    show = await bench.show([source])
    await show("KITE")
    source.failing = True
    bench.clock.tick(10 * MINUTE)
    view = await show("KITE")
    assert (view.price, view.basis, view.stale, view.age_s) == (20.0, "last_known", True, 600)
    assert view.fault == "fake: it fails (503)"


async def test_a_source_that_failed_is_asked_again_half_a_minute_later() -> None:
    bench = Bench()
    source = Prices(bench.clock, failing=True)
    show = await bench.show([source])
    await bench.close("2026-11-19", 19.0)
    for _ in range(3):
        await show("KITE")
    bench.clock.tick(MINUTE / 2)
    source.failing = False
    assert ((await show("KITE")).basis, source.asked) == ("asked", 2)


async def test_without_a_price_the_last_close_stands_in() -> None:
    bench = Bench()
    show = await bench.show([Prices(bench.clock, failing=True)])
    await bench.close("2026-11-19", 19.0)
    view = await show("KITE")
    assert (view.price, view.basis, view.source, view.change) == (19.0, "last_close", "recorded", None)


async def test_a_close_is_preferred_to_an_older_price() -> None:
    bench = Bench()
    source = Prices(bench.clock)
    show = await bench.show([source])
    await show("KITE")
    await bench.close("2026-11-20", 22.0)
    source.failing = True
    bench.clock.tick(timedelta(days=1))
    assert ((view := await show("KITE")).price, view.basis) == (22.0, "last_close")


async def test_the_change_is_a_fraction_of_the_last_close() -> None:
    bench = Bench()
    show = await bench.show([Prices(bench.clock)])
    await bench.close("2026-11-19", 16.0)
    assert (await show("KITE")).change == pytest.approx(0.25)


async def test_the_next_source_is_asked_when_the_first_one_fails() -> None:
    bench = Bench()
    show = await bench.show([Prices(bench.clock, failing=True), Prices(bench.clock, price=30.0)])
    assert ((view := await show("KITE")).price, view.stale) == (30.0, False)


async def test_where_nothing_is_known_there_is_no_price() -> None:
    bench = Bench()
    show = await bench.show([Prices(bench.clock, failing=True)])
    with pytest.raises(NoPriceError, match=r"it fails \(503\)"):
        await show("KITE")
    with pytest.raises(SymbolNotFoundError):
        await show("NOBODY")


async def test_who_watches_hears_of_a_price_once() -> None:
    bench = Bench()
    show = await bench.show([Prices(bench.clock)])
    heard = bench.channel.subscribe(["quote"])
    hearing = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    await show("KITE")
    event: Event = await hearing
    await heard.aclose()
    assert (event.subject, event.data["price"], event.data["source"]) == ("KITE", 20.0, "fake")
