"""What every `BarSource` must do: the recorded one, and every provider over a server of this machine."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.vendor_server import FakeVendor, Play, changed, status, vendor_http, vendor_server
from tests.vendor_sources import (
    COG,
    KITE,
    MONDAY,
    NOW,
    OAKS,
    WEDNESDAY,
    charts_at,
    polygon,
    vendor_at,
    wanted,
    yahoo,
)

from ballast_adapters.memory.answers import MemoryAnswers
from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.vendors.kept import KeptBars, from_bytes, to_bytes
from ballast_adapters.vendors.polygon import PolygonBars
from ballast_adapters.vendors.recorded import RecordedBars
from ballast_adapters.vendors.yfinance import YfinanceBars
from ballast_core.market import Bars, BarSource, Fetched, History, Wanted


@dataclass(frozen=True)
class Asked:
    """A source by its name."""

    name: str
    source: BarSource

    async def __call__(self, *parts: Wanted) -> list[Fetched[History]]:
        return [answer async for answer in self.source.bars(parts)]

    async def bars(self, *parts: Wanted) -> list[Bars]:
        return [answer.rows.bars for answer in await self(*parts) if answer.rows is not None]


@pytest.fixture(params=["recorded", "polygon", "yfinance", "kept"])
async def asked(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Asked]:
    name, clock = request.param, FrozenClock(NOW)
    if name == "recorded":
        yield Asked(name, RecordedBars(clock, MemoryCalendars()))
        return
    async with vendor_server(yahoo if name == "yfinance" else polygon) as server, vendor_http(clock) as http:
        vendor = vendor_at("polygon" if name == "kept" else name, server.url)
        if name == "polygon":
            yield Asked(name, PolygonBars(http, vendor, clock))
        elif name == "kept":
            behind = PolygonBars(http, vendor, clock)
            yield Asked("polygon", KeptBars("polygon", behind, MemoryAnswers(clock), clock))
        else:
            yield Asked(name, YfinanceBars(http, vendor, charts_at(server.url, tmp_path), clock))


def days_of(bars: Bars, symbol: str) -> list[str]:
    mine = bars.code == bars.symbols.index(symbol)
    return sorted(bars.days[mine].astype(str).tolist())


async def test_every_part_is_answered_once(asked: Asked) -> None:
    """BS-01"""
    answers = await asked(wanted(KITE), wanted(OAKS), wanted(COG))
    assert sorted(part for answer in answers for part in answer.parts) == ["COG-USD", "KITE", "OAKS"]
    assert [answer.fault for answer in answers if answer.fault] == []


async def test_who_wants_nothing_gets_nothing(asked: Asked) -> None:
    """BS-02"""
    assert await asked() == []


async def test_each_session_of_the_span_has_its_bar(asked: Asked) -> None:
    """BS-03"""
    (bars,) = await asked.bars(wanted(KITE))
    assert days_of(bars, "KITE") == ["2026-11-16", "2026-11-17", "2026-11-18"]


async def test_rows_carry_the_name_of_their_source(asked: Asked) -> None:
    """BS-04"""
    assert {bars.source for bars in await asked.bars(wanted(KITE))} == {asked.name}


async def test_every_column_has_a_value_for_every_row(asked: Asked) -> None:
    """BS-05"""
    (bars,) = await asked.bars(wanted(KITE))
    columns = (
        bars.code,
        bars.open,
        bars.high,
        bars.low,
        bars.close,
        bars.volume,
        bars.vwap,
        bars.trades,
        bars.final,
    )
    assert {column.shape for column in columns} == {(len(bars),)}
    assert np.isfinite([bars.open, bars.high, bars.low, bars.close, bars.volume]).all()
    assert bars.days.dtype == np.dtype("datetime64[D]")


async def test_prices_lie_between_low_and_high(asked: Asked) -> None:
    """BS-06"""
    (bars,) = await asked.bars(wanted(KITE))
    for price in (bars.open, bars.close):
        assert ((bars.low <= price) & (price <= bars.high)).all()


async def test_a_session_that_is_over_has_its_final_bar(asked: Asked) -> None:
    """BS-07"""
    (bars,) = await asked.bars(wanted(KITE))
    assert bars.final.all()


async def test_the_same_question_gets_the_same_answer(asked: Asked) -> None:
    """BS-08"""
    (first,), (second,) = await asked.bars(wanted(KITE)), await asked.bars(wanted(KITE))
    assert first.close.tolist() == second.close.tolist()


@pytest.fixture
async def polygon_bars() -> AsyncGenerator[tuple[PolygonBars, list[str]]]:
    clock = FrozenClock(NOW)
    async with vendor_server(polygon) as server, vendor_http(clock) as http:
        paths: list[str] = []
        answer = server.answer
        server.answer = lambda asked: (paths.append(asked.path), answer(asked))[1]
        yield PolygonBars(http, vendor_at("polygon", server.url), clock), paths


async def test_a_day_of_many_takes_as_many_questions_as_of_two(
    polygon_bars: tuple[PolygonBars, list[str]],
) -> None:
    """BS-20"""
    source, paths = polygon_bars
    parts = [wanted(one, WEDNESDAY) for one in (KITE, OAKS)]
    answers = [answer async for answer in source.bars(parts)]
    assert [path.split("/")[2] for path in paths] == ["aggs", "reference", "reference"]
    assert [answer.parts for answer in answers] == [("KITE", "OAKS")]


async def test_splits_and_dividends_come_with_the_bars(
    polygon_bars: tuple[PolygonBars, list[str]],
) -> None:
    """BS-21"""
    source, _ = polygon_bars
    found = [answer.rows async for answer in source.bars([wanted(KITE), wanted(OAKS)])]
    splits = [split for one in found if one for split in one.splits]
    dividends = [dividend for one in found if one for dividend in one.dividends]
    assert [(one.symbol, one.day, one.ratio) for one in splits] == [("KITE", WEDNESDAY, 4.0)]
    assert [(one.symbol, one.amount) for one in dividends] == [("OAKS", 0.21)]


async def test_long_spans_are_asked_for_a_symbol_at_a_time(
    polygon_bars: tuple[PolygonBars, list[str]],
) -> None:
    """BS-22"""
    source, paths = polygon_bars
    parts = [wanted(one, date(2020, 1, 2)) for one in (KITE, OAKS)]
    assert [answer.parts async for answer in source.bars(parts)] == [("KITE",), ("OAKS",)]
    assert sum("/range/1/day/2020-01-02/" in path for path in paths) == 2


async def test_yahoo_s_prices_are_turned_back_into_those_of_their_days(tmp_path: Path) -> None:
    """BS-23"""
    clock = FrozenClock(NOW)
    async with vendor_server(yahoo) as server, vendor_http(clock) as http:
        charts = charts_at(server.url, tmp_path)
        source = YfinanceBars(http, vendor_at("yfinance", server.url), charts, clock)
        (answer,) = [one async for one in source.bars([wanted(KITE, MONDAY)])]
    history = answer.rows
    assert history is not None
    assert history.bars.close.tolist() == [81.4, 81.05, 20.61]
    assert history.bars.volume.tolist() == [1204500, 998231, 4411022]
    assert [(one.day, one.ratio) for one in history.splits] == [(WEDNESDAY, 4.0)]
    assert [(str(one.day), one.amount) for one in history.dividends] == [("2026-11-17", 0.21)]


@asynccontextmanager
async def keeping(clock: FrozenClock) -> AsyncGenerator[tuple[KeptBars, FakeVendor]]:
    async with vendor_server(polygon) as server, vendor_http(clock) as http:
        behind = PolygonBars(http, vendor_at("polygon", server.url), clock)
        yield KeptBars("polygon", behind, MemoryAnswers(clock), clock), server


async def closes(source: BarSource, *parts: Wanted) -> list[float]:
    return [
        close
        async for answer in source.bars(parts)
        if answer.rows
        for close in answer.rows.bars.close.tolist()
    ]


async def test_the_same_days_are_not_asked_for_twice_within_an_hour() -> None:
    """BS-30"""
    clock = FrozenClock(NOW)
    async with keeping(clock) as (source, server):
        first = await closes(source, wanted(KITE))
        clock.tick(timedelta(minutes=59))
        second, asked = await closes(source, wanted(KITE)), len(server.asked)
        clock.tick(timedelta(minutes=1))
        await closes(source, wanted(KITE))
        assert (first, asked, len(server.asked)) == (second, 3, 6)


async def test_other_days_and_who_is_not_kept_are_asked_for() -> None:
    """BS-31"""
    async with keeping(FrozenClock(NOW)) as (source, server):
        await closes(source, wanted(KITE))
        await closes(source, wanted(KITE), wanted(OAKS))
        assert [one.path.split("/")[4] for one in server.asked if "/range/" in one.path] == ["KITE", "OAKS"]


@pytest.mark.parametrize(
    "play",
    [
        status(500),
        changed(lambda content: content.replace(b"81.05,", b"null,")),
        changed(lambda content: content.replace(b"81.05,", b'"n/a",')),
    ],
    ids=["failed", "a price is missing", "a row cannot be read"],
)
async def test_what_has_a_hole_is_asked_for_again(play: Play) -> None:
    """BS-32"""
    async with keeping(FrozenClock(NOW)) as (source, server):
        server.always = play
        await closes(source, wanted(KITE))
        server.always = None
        assert await closes(source, wanted(KITE)) == [81.4, 81.05, 20.61]


async def test_an_answer_that_ends_before_the_last_day_is_asked_for_again() -> None:
    """BS-33"""
    async with keeping(FrozenClock(NOW)) as (source, server):
        for _ in range(2):
            await closes(source, wanted(KITE, MONDAY, date(2026, 11, 19)))
        assert sum("/range/" in one.path for one in server.asked) == 2


async def test_a_history_is_kept_as_it_was() -> None:
    """BS-34"""
    async with keeping(FrozenClock(NOW)) as (source, _):
        (answer,) = [one async for one in source.bars([wanted(KITE)])]
    assert answer.rows is not None
    again = from_bytes(to_bytes(answer.rows, "KITE"), "KITE")
    assert str(again) == str(answer.rows)
    assert from_bytes(b"{}", "KITE") is None
    odd = to_bytes(answer.rows, "KITE").replace(b"2026-", b"soon-")
    assert from_bytes(odd, "KITE") is None
