"""The shared files of a universe are taken as they are."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_adapters.memory.market_universe import MemoryUniverse
from ballast_core.market import (
    EventKind,
    ImportReport,
    ImportSpec,
    ImportUniverse,
    InstrumentKind,
    UniverseFile,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "market"
NAMES = ("universe.csv", "fred_series.csv", "event_calendar.csv", "dashboard_stocks.csv")

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the shared test data is not here")


async def brought(store: MemoryUniverse, *names: str) -> ImportReport:
    clock = FrozenClock(datetime(2026, 11, 21, tzinfo=UTC))
    bring = ImportUniverse(store, MemoryCalendars(), MemoryChannel(), clock)
    files = tuple(UniverseFile(name, (FOLDER / name).read_bytes()) for name in names)
    return await bring(ImportSpec(files))


@pytest.fixture
async def store() -> MemoryUniverse:
    """All four files are in."""
    store = MemoryUniverse(MemoryRevision())
    await brought(store, *NAMES)
    return store


async def test_every_row_of_every_file_is_taken() -> None:
    report = await brought(MemoryUniverse(MemoryRevision()), *NAMES)
    assert [(file.kind, file.rows) for file in report.files] == [
        ("instruments", 153),
        ("indicators", 60),
        ("recurring", 32),
        ("instruments", 50),
    ]


@pytest.mark.parametrize("name", NAMES)
async def test_each_file_is_taken_alone(name: str) -> None:
    report = await brought(MemoryUniverse(MemoryRevision()), name)
    assert report.inserted == report.files[0].rows


async def test_columns_mean_what_they_say(store: MemoryUniverse) -> None:
    known = {one.symbol: one for one in await store.instruments()}
    assert known["ABNB"].first_listed == date(2020, 12, 10)
    assert known["BTC-USD"].kind is InstrumentKind.CRYPTO
    assert (known["BTC-USD"].calendar, known["BTC-USD"].spelled("polygon")) == ("24/7", "X:BTCUSD")
    assert known["GOOGL"].categories == ("large_cap_stocks", "quantum_computing")


async def test_names_reach_a_stock_that_others_spell_otherwise(store: MemoryUniverse) -> None:
    known = {one.symbol: one for one in await store.instruments()}
    assert "BRK.B" not in known
    assert (known["BRK-B"].name, known["BRK-B"].spelled("polygon")) == ("Berkshire Hathaway Inc.", "BRK.B")
    assert known["AAPL"].sector == "Technology"


async def test_eleven_series_are_of_high_priority(store: MemoryUniverse) -> None:
    assert sum(series.high_priority for series in await store.indicators()) == 11


async def test_events_keep_their_kind_and_time(store: MemoryUniverse) -> None:
    known = {one.name: one for one in await store.recurring()}
    assert (known["CPI"].kind, known["CPI"].local_time) == (EventKind.RELEASE, "08:30")
    assert (known["Monthly OpEx"].kind, known["Monthly OpEx"].frequency) == (EventKind.MARKET, "opex")


async def test_series_that_are_not_continued_have_their_end(store: MemoryUniverse) -> None:
    ended = {one.id: one.ended for one in await store.indicators() if one.ended}
    assert ended == {"TEDRATE": date(2022, 1, 1), "GOLDAMGBD228NLBM": date(2022, 1, 1)}


async def test_notes_and_kinds_of_instruments_are_kept(store: MemoryUniverse) -> None:
    known = {one.symbol: one for one in await store.instruments()}
    notes = [one for one in known.values() if one.kind is InstrumentKind.ETN]
    assert sorted(one.symbol for one in notes) == ["VIIX", "VXX", "VXZ"]
    assert known["VIIX"].note.startswith("exchange-traded note withdrawn")


async def test_decisions_of_other_central_banks_are_events_of_their_region(store: MemoryUniverse) -> None:
    abroad = {one.name: one.region for one in await store.recurring() if one.region != "US"}
    assert abroad == {"ECB Rate Decision": "EU", "BOE Rate Decision": "GB", "BOJ Rate Decision": "JP"}
