"""The trades themselves, page by page and all at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

import pytest
from tests.trade_builders import a_book, a_file

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.trades import (
    ExportTrades,
    ListTrades,
    NothingSelectedError,
    Selection,
    TradeBook,
    TradesView,
)
from ballast_core.trades.rules.exported import COLUMNS, is_exported, pieces
from ballast_core.trades.usecases.list_trades import ReadTrades
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

NAN = float("nan")
MES, MNQ = a_file("a" * 12), a_file("b" * 12, symbol="MNQ", interval="60 min.", interval_minutes=60)
KNOWN = {
    "first_day": date(2024, 3, 4),
    "last_day": date(2024, 3, 7),
    "closed_trades": 3,
    "open_trades": 1,
}


@pytest.fixture
async def read() -> ReadTrades:
    """Four trades of MES, the last of them open; two of MNQ."""
    store = MemoryTradeStore()
    await store.add(MES.model_copy(update=KNOWN), a_book(10.0, -4.5, 3.0, NAN))
    await store.add(MNQ, a_book(1.0, 2.0))
    return reading(store)


def reading(store: MemoryTradeStore) -> ReadTrades:
    return ReadTrades(ReadPortfolio(store, {}, MemoryArtifacts(), "release"))


async def listed(read: ReadTrades, limit: int = 100, offset: int = 0, **asked: object) -> TradesView:
    return await ListTrades(read)(Selection.model_validate(asked), limit, offset)


def marks(view: TradesView) -> list[tuple[str, int]]:
    return [(trade.symbol, trade.number) for trade in view.trades]


async def test_trades_come_by_file_as_their_files_have_them(read: ReadTrades) -> None:
    view = await listed(read)
    assert marks(view) == [("MES", 1), ("MES", 2), ("MES", 3), ("MES", 4), ("MNQ", 1), ("MNQ", 2)]
    assert view.trades[1].net == -4.5


async def test_an_open_trade_has_no_exit_and_no_profit(read: ReadTrades) -> None:
    trade = (await listed(read)).trades[3]
    assert (trade.exit_at, trade.net, trade.gross) == (None, None, None)


@pytest.mark.parametrize(
    ("limit", "offset", "wanted"),
    [
        (2, 0, [("MES", 1), ("MES", 2)]),
        (2, 3, [("MES", 4), ("MNQ", 1)]),
        (9, 5, [("MNQ", 2)]),
        (2, 6, []),
    ],
    ids=["first", "over two files", "last", "beyond"],
)
async def test_a_page_begins_where_it_was_asked_to(
    read: ReadTrades, limit: int, offset: int, wanted: list[tuple[str, int]]
) -> None:
    view = await listed(read, limit, offset)
    assert (marks(view), view.total) == (wanted, 6)


async def test_only_files_that_the_page_shows_are_read() -> None:
    class AskedStore(MemoryTradeStore):
        asked: ClassVar[list[str]] = []

        async def books(self, ids: Sequence[str]) -> Mapping[str, TradeBook]:
            self.asked.extend(ids)
            return await super().books(ids)

    store = AskedStore()
    for number in range(9):
        await store.add(a_file(f"{number}" * 12, closed_trades=2), a_book(1.0, 2.0))
    view = await listed(reading(store), limit=3, offset=5)
    assert [one.file[0] for one in view.trades] == ["2", "3", "3"]
    assert (store.asked, view.total) == (["2" * 12, "3" * 12], 18)


async def test_a_selection_leaves_its_files_only(read: ReadTrades) -> None:
    assert marks(await listed(read, symbols="MNQ")) == [("MNQ", 1), ("MNQ", 2)]


async def test_a_direction_leaves_its_side_only(read: ReadTrades) -> None:
    assert (await listed(read, direction="short")).total == 0


async def test_a_window_counts_trades_by_their_exit(read: ReadTrades) -> None:
    view = await listed(read, symbols="MES", start="2024-03-05", end="2024-03-05")
    assert marks(view) == [("MES", 2)]


async def test_an_open_trade_stays_unless_the_window_ends_before_the_file(read: ReadTrades) -> None:
    within = await listed(read, symbols="MES", start="2024-03-06", end="2024-03-07")
    before = await listed(read, symbols="MES", start="2024-03-06", end="2024-03-06")
    assert (marks(within), marks(before)) == ([("MES", 3), ("MES", 4)], [("MES", 3)])


async def test_multipliers_do_not_change_what_the_file_says(read: ReadTrades) -> None:
    view = await listed(read, multipliers={MES.id: 3})
    assert view.trades[0].net == 10.0
    assert "multipliers" in view.notes[0]


async def test_without_a_file_there_is_nothing_to_list() -> None:
    with pytest.raises(NothingSelectedError):
        await listed(reading(MemoryTradeStore()))


async def test_an_export_has_the_columns_that_are_promised(read: ReadTrades) -> None:
    table = await ExportTrades(read)(Selection())
    assert tuple(column.name for column in table.columns) == COLUMNS
    assert len(table) == 6


async def test_a_page_has_the_columns_of_an_export(read: ReadTrades) -> None:
    page, whole = (await listed(read)).table(), await ExportTrades(read)(Selection())
    assert [(one.name, one.unit) for one in page.columns] == [(one.name, one.unit) for one in whole.columns]


HEAD = ",".join(COLUMNS)
ONE = "aaaaaaaaaaaa,MES,15 min.,Trend,1,long\n"
TWO = 'bbbbbbbbbbbb,MNQ,60 min.,"with, comma",1,long,"a signal\nof two lines"\n'


def test_an_export_is_taken_apart_by_file() -> None:
    found = dict(pieces("all.csv", f"{HEAD}\n{ONE}{TWO}{ONE}".encode()))
    assert [text.decode() for text in found.values()] == [f"{HEAD}\n{ONE}{ONE}", f"{HEAD}\n{TWO}"]


def test_a_piece_is_the_same_whatever_it_was_exported_with() -> None:
    alone = dict(pieces("one.csv", f"{HEAD}\n{ONE}".encode()))
    both = dict(pieces("all.csv", f"\ufeff{HEAD}\r\n{ONE}{TWO}".encode()))
    assert both["tradeslist_MES_15_Trend.csv"] == alone["tradeslist_MES_15_Trend.csv"]


@pytest.mark.parametrize("text", [f"{HEAD}\n", "net\n1\n", ""], ids=["no row", "other", "empty"])
def test_what_is_no_export_stays_as_it_is(text: str) -> None:
    assert dict(pieces("x.csv", text.encode())) == {"x.csv": text.encode()}


def test_an_export_is_told_by_its_header() -> None:
    assert is_exported(f"{HEAD}\n{ONE}".encode())
    assert not is_exported(b"file,symbol\n")
