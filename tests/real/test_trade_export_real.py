"""The real workbooks on their way in and out: ids, encoding, and an export that is added again."""

from pathlib import Path

import numpy as np
import pytest
from tests.in_memory import Bench, bench_of
from tests.trade_builders import same_book

from ballast_adapters.sql.trade_parquet import decoded_book, encoded_book
from ballast_core.trades import AddSpec, Incoming, Selection

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
FILES = tuple(Incoming(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("tradeslist_*.xlsx")))
IDS = ["1550f161be01", "7e8cbe85bdf2", "6b2f02c609e3", "e37e11a3fdb6"]
TRADES = 1_759

pytestmark = pytest.mark.skipif(not FILES, reason=f"the real workbooks are not at {FOLDER}")


@pytest.fixture(scope="module")
async def bench() -> Bench:
    made = bench_of({})
    await made.app.trades.add_files(AddSpec(FILES))
    return made


async def test_ids_are_the_first_digits_of_the_hash(bench: Bench) -> None:
    assert [file.id for file in (await bench.app.trades.list_files()).files] == IDS


async def test_nothing_worse_than_a_note_is_found_in_them(bench: Bench) -> None:
    files = (await bench.app.trades.list_files()).files
    assert {one.severity for file in files for one in file.findings} <= {"note"}


async def test_their_rows_survive_being_stored_as_parquet(bench: Bench) -> None:
    books = await bench.trade_store.books(IDS)
    assert all(same_book(decoded_book(*encoded_book(book)), book) for book in books.values())


async def test_their_export_gives_the_same_trades_when_it_is_added(bench: Bench) -> None:
    table = await bench.app.trades.export_trades(Selection())
    assert len(table) == TRADES
    other = bench_of({})
    exported = Incoming("all.csv", bench.app.tables.write(table, "csv"))
    assert (await other.app.trades.add_files(AddSpec((exported,)))).said() == "4 added"
    again = await other.app.trades.export_trades(Selection())
    for mine, its in zip(table.columns[1:], again.columns[1:], strict=True):
        assert np.array_equal(np.array(mine.values, object), np.array(its.values, object)) or same_numbers(
            mine.values, its.values
        ), mine.name


def same_numbers(mine: object, its: object) -> bool:
    return np.array_equal(np.array(mine, np.float64), np.array(its, np.float64), equal_nan=True)
