"""Universes: brought in from files, given out as files, changed one by one."""

from datetime import UTC, date, datetime

import pytest

from ballast_adapters.bootstrap import table_writer
from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_adapters.memory.market_universe import MemoryUniverse
from ballast_core.market import (
    EventKind,
    ExportUniverse,
    Frequency,
    ImportSpec,
    ImportUniverse,
    Instrument,
    InstrumentKind,
    NoCalendarError,
    SymbolNotFoundError,
    UniverseFile,
    UniverseFileError,
    UniverseKind,
)
from ballast_core.market.usecases.save_instrument import RemoveInstrument, SaveInstrument

CLOCK = FrozenClock(datetime(2026, 11, 21, 12, tzinfo=UTC))


@pytest.fixture
def store() -> MemoryUniverse:
    """Nothing is to be known of yet."""
    return MemoryUniverse(MemoryRevision())


@pytest.fixture
def bring(store: MemoryUniverse) -> ImportUniverse:
    """What brings a universe into the store."""
    return ImportUniverse(store, MemoryCalendars(), MemoryChannel(), CLOCK)


def files(*contents: str | bytes) -> ImportSpec:
    """Return files that are called a.csv, b.csv and so on."""
    read = (content if isinstance(content, bytes) else content.encode() for content in contents)
    return ImportSpec(tuple(UniverseFile(f"{chr(97 + at)}.csv", one) for at, one in enumerate(read)))


async def one(store: MemoryUniverse, symbol: str) -> Instrument:
    return next(one for one in await store.instruments() if one.symbol == symbol)


async def wrong(bring: ImportUniverse, *contents: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(UniverseFileError) as caught:
        await bring(files(*contents))
    return [(problem.where, problem.what) for problem in caught.value.problems]


async def test_a_file_of_instruments_is_told_by_its_symbols(
    bring: ImportUniverse, store: MemoryUniverse
) -> None:
    content = (
        "symbol,asset_class,primary_category,all_categories,high_priority,polygon_symbol,yahoo_symbol,"
        "calendar,first_bar_not_before,note\n"
        "XYZ-B,stock,large,large|old,1,XYZ.B,XYZ-B,XNYS,2020-12-10,two classes\n"
    )
    report = await bring(files(content))
    assert [(file.kind, file.rows) for file in report.files] == [("instruments", 1)]
    assert await one(store, "XYZ-B") == Instrument(
        symbol="XYZ-B",
        kind=InstrumentKind.STOCK,
        categories=("large", "old"),
        calendar="XNYS",
        first_listed=date(2020, 12, 10),
        spellings={"polygon": "XYZ.B"},
        high_priority=True,
        note="two classes",
    )


async def test_a_file_of_series_is_told_by_their_ids(bring: ImportUniverse, store: MemoryUniverse) -> None:
    await bring(
        files("series_id,name,frequency,category,high_priority,status_note\nDGS2,2 years,daily,rates,1,\n")
    )
    (series,) = await store.indicators()
    assert (series.id, series.frequency, series.category) == ("DGS2", Frequency.DAILY, "rates")
    assert series.high_priority


async def test_a_series_has_the_usual_lag_unless_it_is_told(
    bring: ImportUniverse, store: MemoryUniverse
) -> None:
    await bring(files("series_id,frequency\nA,daily\nB,monthly\n"))
    await bring(files("series_id,release_lag_days\nB,12\n"))
    await bring(files("series_id,frequency,name\nB,monthly,Bees\n"))
    assert [series.release_lag_days for series in await store.indicators()] == [3, 12]


async def test_a_file_of_events_is_told_by_their_names(bring: ImportUniverse, store: MemoryUniverse) -> None:
    rows = "Jobs,economic,monthly,08:30,4\nOpEx,market_structure,opex,,3\n"
    await bring(files(f"event,kind,frequency,usual_time_new_york,impact_1_to_4\n{rows}"))
    jobs, opex = await store.recurring()
    assert (jobs.kind, jobs.local_time, jobs.importance) == (EventKind.RELEASE, "08:30", 4)
    assert (opex.kind, opex.frequency, opex.local_time) == (EventKind.MARKET, "opex", "")


async def test_columns_that_a_file_does_not_have_leave_alone_what_is_known(
    bring: ImportUniverse, store: MemoryUniverse
) -> None:
    await bring(files("symbol,asset_class,calendar\nCOIN,crypto,24/7\n"))
    await bring(files("symbol,name,sector\nCOIN,A Coin,Money\n"))
    coin = await one(store, "COIN")
    assert (coin.name, coin.sector, coin.kind, coin.calendar) == (
        "A Coin",
        "Money",
        InstrumentKind.CRYPTO,
        "24/7",
    )


async def test_an_empty_cell_clears_what_may_be_empty(bring: ImportUniverse, store: MemoryUniverse) -> None:
    await bring(files("symbol,name,kind,delisted\nAAA,Old,etf,2020-01-02\n"))
    await bring(files("symbol,name,kind,delisted\nAAA,,,\n"))
    assert await one(store, "AAA") == Instrument(symbol="AAA", kind=InstrumentKind.ETF)


async def test_files_together_build_on_each_other(bring: ImportUniverse, store: MemoryUniverse) -> None:
    report = await bring(files("symbol,calendar\nAAA,24/7\n", "symbol,name\naaa,Aaa\nBBB,Bbb\n"))
    assert (report.inserted, await one(store, "AAA")) == (
        2,
        Instrument(symbol="AAA", calendar="24/7", name="Aaa"),
    )


async def test_a_provider_s_spelling_means_the_instrument_that_has_it(
    bring: ImportUniverse, store: MemoryUniverse
) -> None:
    await bring(files("symbol,polygon_symbol\nXYZ-B,XYZ.B\n"))
    await bring(files("symbol,name\nXYZ.B,Second class\n"))
    assert [found.name for found in await store.instruments()] == ["Second class"]


async def test_the_same_file_again_changes_nothing(bring: ImportUniverse) -> None:
    content = "symbol,name\nAAA,Aaa\nBBB,Bbb\n"
    await bring(files(content))
    report = await bring(files(content))
    assert (report.inserted, report.updated, report.unchanged) == (0, 0, 2)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "a.csv line 1"),
        ("ticker,name\nAAA,x\n", "a.csv line 1"),
        ("symbol,shade\nAAA,red\n", "a.csv line 1, column shade"),
        ("symbol,kind,asset_class\nAAA,etf,etf\n", "a.csv line 1, column asset_class"),
        ("symbol\n", "a.csv line 1"),
        ("symbol,name\nAAA\n", "a.csv line 2"),
        ("symbol,name\n,x\n", "a.csv line 2, column symbol"),
        ("symbol,kind\nAAA,bond\n", "a.csv line 2, column kind"),
        ("symbol,first_bar_not_before\nAAA,1/2/2020\n", "a.csv line 2, column first_bar_not_before"),
        ("symbol,first_listed,delisted\nAAA,2020-01-02,2019-01-02\n", "a.csv line 2"),
        ("symbol,high_priority\nAAA,maybe\n", "a.csv line 2, column high_priority"),
        ("symbol\nAAA\naaa\n", "a.csv line 3"),
        ("symbol,calendar\nAAA,MOON\n", "a.csv line 2, column calendar"),
        ('symbol,name\nAAA,"open\n', "a.csv line 2"),
        (b"symbol,name\nAAA,\xff\n", "a.csv line 2"),
        ("symbol,name\nAAA,a\0b\n", "a.csv line 2, column name"),
        ("series_id,frequency\nA,hourly\n", "a.csv line 2, column frequency"),
        ("series_id\nA\n", "a.csv line 2, column frequency"),
        ("event,frequency,local_time\nA,monthly,8:30\n", "a.csv line 2, column local_time"),
        ("event,frequency,impact_1_to_4\nA,monthly,5\n", "a.csv line 2, column impact_1_to_4"),
        ("event,frequency\nA,sometimes\n", "a.csv line 2, column frequency"),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_what_is_wrong_is_told_by_line_and_column(
    bring: ImportUniverse, content: str | bytes, where: str
) -> None:
    assert [place for place, _ in await wrong(bring, content)] == [where]


async def test_everything_that_is_wrong_is_told_at_once(bring: ImportUniverse) -> None:
    problems = await wrong(bring, "symbol,kind\nA A,stock\nBBB,bond\n", "event,frequency\nA,never\n")
    assert [place for place, _ in problems] == [
        "a.csv line 2, column symbol",
        "a.csv line 3, column kind",
        "b.csv line 2, column frequency",
    ]


@pytest.mark.parametrize(
    "content", ["symbol\n" + "!\n" * 3_000, "symbol" + ",odd" * 3_000 + "\nA"], ids=["rows", "columns"]
)
async def test_of_a_flood_of_problems_the_first_ones_are_told(bring: ImportUniverse, content: str) -> None:
    assert len(await wrong(bring, content)) == 200


async def test_a_file_that_is_no_universe_s_size_is_refused(bring: ImportUniverse) -> None:
    rows = "".join(f"S{number}\n" for number in range(50_001))
    assert await wrong(bring, f"symbol\n{rows}") == [("a.csv", "there are more than 50,000 rows")]


async def test_nothing_is_taken_where_something_is_wrong(
    bring: ImportUniverse, store: MemoryUniverse
) -> None:
    await wrong(bring, "symbol\nAAA\n", "symbol,calendar\nBBB,MOON\n")
    assert list(await store.instruments()) == []


async def test_an_import_of_no_file_says_what_to_do(bring: ImportUniverse) -> None:
    with pytest.raises(UniverseFileError, match="name one or more CSV files"):
        await bring(ImportSpec(()))


async def test_a_mark_at_the_beginning_and_windows_lines_are_no_obstacle(
    bring: ImportUniverse, store: MemoryUniverse
) -> None:
    await bring(files(b"\xef\xbb\xbfSymbol,Name\r\nAAA,Aaa\r\n\r\n"))
    assert (await one(store, "AAA")).name == "Aaa"


@pytest.mark.parametrize("kind", ["instruments", "indicators", "recurring"])
async def test_what_is_given_out_as_csv_can_be_brought_in_again(
    bring: ImportUniverse, store: MemoryUniverse, kind: UniverseKind
) -> None:
    await bring(
        files(
            "symbol,name,kind,categories,calendar,first_listed,polygon_symbol,high_priority\n"
            'AAA,"Aaa, Inc.",etf,a|b,24/7,2020-01-02,A.AA,1\nBBB,,stock,,XNYS,,BBB,0\n',
            "series_id,frequency,release_lag_days,ended\nS,weekly,4,2022-01-01\nT,annual,9,\n",
            "event,kind,frequency,local_time,importance\nE,market,opex,16:00,3\nF,release,daily,,1\n",
        )
    )
    out = table_writer().write((await ExportUniverse(store)(kind)).table(), "csv")
    report = await bring(ImportSpec((UniverseFile("again.csv", out),)))
    assert (report.inserted, report.updated, report.unchanged) == (0, 0, 2)


async def test_an_instrument_is_kept_under_its_symbol(store: MemoryUniverse) -> None:
    save = SaveInstrument(store, MemoryCalendars(), MemoryChannel(), CLOCK)
    await save(Instrument(symbol="aaa", name="Aaa"))
    await save(Instrument(symbol="AAA", name="Other"))
    assert [found.name for found in await store.instruments()] == ["Other"]


async def test_an_instrument_of_an_unknown_calendar_is_refused(store: MemoryUniverse) -> None:
    save = SaveInstrument(store, MemoryCalendars(), MemoryChannel(), CLOCK)
    with pytest.raises(NoCalendarError):
        await save(Instrument(symbol="AAA", calendar="MOON"))


async def test_an_instrument_that_is_removed_is_gone(store: MemoryUniverse) -> None:
    await store.save([Instrument(symbol="AAA", name="Aaa")])
    removed = await RemoveInstrument(store, MemoryChannel(), CLOCK)("aaa")
    assert (removed.name, list(await store.instruments())) == ("Aaa", [])


async def test_what_is_not_there_cannot_be_removed(store: MemoryUniverse) -> None:
    with pytest.raises(SymbolNotFoundError, match="AAA"):
        await RemoveInstrument(store, MemoryChannel(), CLOCK)("AAA")


@pytest.mark.parametrize(
    ("note", "ended"),
    [
        ("discontinued, last observation January 2022", date(2022, 1, 1)),
        ("removed from FRED March 2021", date(2021, 3, 1)),
        ("last observation Someday 2022", None),
        ("check that it still updates", None),
    ],
)
async def test_a_note_tells_when_a_series_ended(
    bring: ImportUniverse, store: MemoryUniverse, note: str, ended: date | None
) -> None:
    await bring(files(f'series_id,frequency,status_note\nS,daily,"{note}"\n'))
    assert [series.ended for series in await store.indicators()] == [ended]
