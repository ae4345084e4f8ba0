"""Works that turn workbooks into stored columns."""

from io import BytesIO
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from python_calamine import CalamineWorkbook
from tests.benchmarks.board import Board, in_turn

from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_adapters.sql.trade_parquet import encoded_book
from ballast_core.trades.parsing import read_trades
from ballast_core.trades.parsing.reconcile import reconcile

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
REAL = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("tradeslist_*.xlsx"))}
real_files = pytest.mark.skipif(not REAL, reason=f"the real workbooks are not at {FOLDER}")


@pytest.mark.parametrize("which", [pytest.param("real", marks=real_files), "invented"])
def test_workbooks_become_parquet_in_1_6_times_reading_their_cells(
    benchmark: BenchmarkFixture, board: Board, which: str
) -> None:
    files = REAL if which == "real" else sample_workbooks()
    reader = CalamineSheets()

    def read_cells() -> None:
        for content in files.values():
            with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
                for sheet in book.sheet_names:
                    book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    def to_parquet() -> None:
        for name, content in files.items():
            read = read_trades(name, reader.read(name, content))
            reconcile(read, {})
            assert encoded_book(read.book)

    stored_s, read_s = in_turn(benchmark, to_parquet, read_cells, rounds=15)
    work = f"{len(files)} {which} workbooks to checked Parquet, beside python-calamine reading their cells"
    assert board.within(work, stored_s, read_s, times=1.6)
