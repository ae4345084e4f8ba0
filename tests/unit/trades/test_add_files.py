"""Adding files: what becomes of each."""

from collections.abc import Sequence

import pytest
from tests.trade_builders import a_book
from tests.unit.trades.arrivals import NAME, Desk, a_desk

from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.progress import Progress
from ballast_core.trades import (
    AddReport,
    AddSpec,
    FileOutcome,
    Incoming,
    MappingNotFoundError,
    OnSame,
    Outcome,
    TooManyFilesError,
    TradeBook,
    TradeFile,
    TradeLimits,
)

BAD = Incoming("damaged.xlsx", b"PK\x03\x04 damaged")


@pytest.fixture
def desk() -> Desk:
    return a_desk()


async def add(desk: Desk, *files: Incoming, on_same: OnSame = OnSame.REFUSE) -> AddReport:
    return await desk.add_files(AddSpec(files, on_same))


async def add_one(desk: Desk, file: Incoming, on_same: OnSame = OnSame.REFUSE) -> FileOutcome:
    (one,) = (await add(desk, file, on_same=on_same)).outcomes
    return one


async def stored(desk: Desk) -> list[str]:
    return [file.id for file in await desk.store.files()]


async def test_a_file_is_stored_with_what_it_says(desk: Desk) -> None:
    one = await add_one(desk, desk.workbook())
    assert one.outcome is Outcome.ADDED
    assert await desk.store.files() == [one.file]
    assert one.file
    assert (one.file.symbol, one.file.strategy, one.file.open_trades) == ("MES", "Trend", 1)
    assert one.file.added_at == desk.clock.now()


async def test_the_rows_of_a_file_can_be_had_at_once(desk: Desk) -> None:
    one = await add_one(desk, desk.workbook())
    assert one.id
    assert len((await desk.store.books([one.id]))[one.id].trades) == 3


async def test_the_same_bytes_are_the_same_file_under_any_name(desk: Desk) -> None:
    first = await add_one(desk, desk.workbook())
    again = await add_one(desk, desk.workbook(name="copy.xlsx"))
    assert (again.outcome, again.id, again.file) == (Outcome.SAME, first.id, first.file)


async def test_the_same_bytes_twice_at_once_are_one_file(desk: Desk) -> None:
    report = await add(desk, desk.workbook(), desk.workbook(name="copy.xlsx"))
    assert [one.outcome for one in report.outcomes] == [Outcome.ADDED, Outcome.SAME]
    assert len(await stored(desk)) == 1


async def test_the_same_bytes_are_not_read_again(desk: Desk) -> None:
    file = desk.workbook()
    await add_one(desk, file)
    desk.grids.grids.clear()
    assert (await add_one(desk, file)).outcome is Outcome.SAME


async def test_a_bad_file_stops_no_other(desk: Desk) -> None:
    report = await add(desk, BAD, desk.workbook())
    assert [one.outcome for one in report.outcomes] == [Outcome.REFUSED, Outcome.ADDED]
    assert report.refused[0].code == "trades.refused_file"
    assert report.said() == "1 added, 1 refused"


async def test_a_refusal_names_every_fault_by_its_place(desk: Desk) -> None:
    file = desk.workbook()
    grid = desk.grids.grids[file.content]
    grid["Trades List"][4][4] = "five thousand"
    grid["Trades List"][5][6] = "fifty"
    one = await add_one(desk, file)
    assert [problem.where for problem in one.problems] == ["Trades List!E5", "Trades List!G6"]
    assert await stored(desk) == []


async def test_another_export_of_a_strategy_is_refused_by_default(desk: Desk) -> None:
    await add_one(desk, desk.workbook(until=2))
    one = await add_one(desk, desk.workbook(until=3))
    assert (one.outcome, one.code) == (Outcome.REFUSED, "trades.same_strategy")
    assert NAME in one.fault


async def test_a_longer_export_replaces_when_asked_to(desk: Desk) -> None:
    old = await add_one(desk, desk.workbook(until=2))
    new = await add_one(desk, desk.workbook(until=3), OnSame.REPLACE)
    assert (new.outcome, new.replaced) == (Outcome.REPLACED, (old.id,))
    assert await stored(desk) == [new.id]


async def test_a_shorter_export_does_not_replace(desk: Desk) -> None:
    old = await add_one(desk, desk.workbook(until=3))
    new = await add_one(desk, desk.workbook(until=2), OnSame.REPLACE)
    assert (new.outcome, new.code) == (Outcome.REFUSED, "trades.shorter_export")
    assert await stored(desk) == [old.id]


async def test_a_file_with_none_to_replace_is_simply_added(desk: Desk) -> None:
    assert (await add_one(desk, desk.workbook(), OnSame.REPLACE)).outcome is Outcome.ADDED


async def test_exports_of_a_strategy_stand_beside_each_other_when_asked_to(desk: Desk) -> None:
    await add_one(desk, desk.workbook(until=3))
    one = await add_one(desk, desk.workbook(until=2), OnSame.BESIDE)
    assert one.outcome is Outcome.ADDED
    assert len(await stored(desk)) == 2


async def test_of_two_exports_that_come_together_the_second_meets_the_first(desk: Desk) -> None:
    report = await add(desk, desk.workbook(until=2), desk.workbook(until=3), on_same=OnSame.REPLACE)
    assert [one.outcome for one in report.outcomes] == [Outcome.ADDED, Outcome.REPLACED]


async def test_what_another_program_adds_meanwhile_is_seen() -> None:
    theirs = a_desk()

    class MetStore(MemoryTradeStore):
        async def files(self) -> Sequence[TradeFile]:
            """Look; and before the next step another program adds a file."""
            found = await super().files()
            if not found:
                file = await add_one(theirs, theirs.workbook(until=2))
                assert file.file
                await self.add(file.file, a_book(1.0))
            return found

    ours = a_desk(store=MetStore())
    one = await add_one(ours, ours.workbook(until=3))
    assert one.code == "trades.same_strategy"


async def test_progress_tells_each_file_and_what_became_of_it(desk: Desk) -> None:
    heard: list[Progress] = []
    await desk.add_files(AddSpec((BAD, desk.workbook())), heard.append)
    assert [(one.done, one.total) for one in heard] == [(1, 2), (2, 2)]
    assert heard[-1].said == f"{NAME}: added"


async def test_a_dry_run_tells_the_same_and_stores_nothing(desk: Desk) -> None:
    files = (desk.workbook(until=2), desk.workbook(until=3))
    report = await desk.add_files(AddSpec(files, OnSame.REPLACE, dry_run=True))
    assert [one.outcome for one in report.outcomes] == [Outcome.ADDED, Outcome.REPLACED]
    assert await stored(desk) == []
    assert "nothing stored" in report.said()


async def test_more_files_than_are_taken_at_once_are_refused_before_any_is_read() -> None:
    desk = a_desk(TradeLimits(max_files=1))
    with pytest.raises(TooManyFilesError, match="2 files are more than 1"):
        await add(desk, desk.workbook(), desk.workbook(until=2))


async def test_an_unknown_mapping_is_refused_before_any_file_is_read(desk: Desk) -> None:
    spec = AddSpec((desk.workbook(),), mapping="mine")
    with pytest.raises(MappingNotFoundError, match="'mine'"):
        await desk.add_files(spec)


async def test_a_store_that_fails_ends_the_adding_and_keeps_what_was_stored() -> None:
    class FullStore(MemoryTradeStore):
        async def add(self, file: TradeFile, book: TradeBook, **more: Sequence[str]) -> bool:
            if await self.files():
                raise UnavailableError("its disk is full")
            return await super().add(file, book, **more)

    desk = a_desk(store=FullStore())
    with pytest.raises(UnavailableError, match="disk is full"):
        await add(desk, desk.workbook(until=2), desk.workbook(name="other.xlsx"))
    assert len(await stored(desk)) == 1


EARLY = {
    "macros.xlsm": (b"PK\x03\x04", "can carry macros"),
    "old.xls": (b"\xd0\xcf\x11\xe0", "old format"),
    "list.pdf": (b"%PDF", "no list of trades"),
    "list": (b"x", "no list of trades"),
    "empty.csv": (b"", "is empty"),
    "big.csv": (b"x" * 101, "more than 0.0001 MB"),
    "text.xlsx": (b"#,Type", "no such workbook inside"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "by a password"),
    "renamed.xlsx": (b"\xd0\xcf\x11\xe0", "old format inside"),
}


@pytest.mark.parametrize("name", EARLY)
async def test_what_can_never_be_read_is_refused_early(name: str) -> None:
    content, why = EARLY[name]
    one = await add_one(a_desk(TradeLimits(max_file_bytes=100)), Incoming(name, content))
    assert (one.outcome, one.code) == (Outcome.REFUSED, "trades.refused_file")
    assert why in one.fault
