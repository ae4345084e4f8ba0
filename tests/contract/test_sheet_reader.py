"""What every `SheetReader` must do."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from ballast_adapters.memory.sheets import MemorySheets
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.trades import Cell, RefusedFileError, SheetReader

STAMP = datetime.fromisoformat("2024-03-05T09:15")
SHEETS: Mapping[str, list[list[Cell]]] = {
    "Trades": [
        ["", "", ""],
        ["#", "When", "Net"],
        ["", "", ""],
        [1.0, STAMP, -12.5],
        ["", "Open", "n/a"],
        [True, date(2024, 3, 6), 0.0],
    ],
    "Notes": [["kept"]],
    "Nothing": [],
}


def written() -> bytes:
    """Return the sheets as Excel would hold them, with a hidden one between them."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        moment, day = (book.add_format({"num_format": form}) for form in ("m/d/yyyy h:mm", "m/d/yyyy"))
        for name, rows in SHEETS.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, moment)
                    elif isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell != "":
                        sheet.write(row, column, cell)
        hidden = book.add_worksheet("Hidden")
        hidden.write(0, 0, "not to be seen")
        hidden.hide()
        book.add_worksheet("Gone").very_hidden()
    return made.getvalue()


BYTES = written()


def in_memory() -> SheetReader:
    return MemorySheets({BYTES: SHEETS})


@pytest.fixture(params=[in_memory, CalamineSheets])
def reader(request: pytest.FixtureRequest) -> SheetReader:
    build: Callable[[], SheetReader] = request.param
    return build()


async def test_visible_sheets_come_in_their_order(reader: SheetReader) -> None:
    """SR-01"""
    assert list(await reader.sheets("book.xlsx", BYTES)) == ["Trades", "Notes", "Nothing"]


async def test_empty_rows_are_kept_so_that_a_row_has_its_number(reader: SheetReader) -> None:
    """SR-02"""
    rows = (await reader.sheets("book.xlsx", BYTES))["Trades"]
    assert [list(row) for row in rows[:3]] == [["", "", ""], ["#", "When", "Net"], ["", "", ""]]


async def test_cells_are_given_as_they_are_stored(reader: SheetReader) -> None:
    """SR-03"""
    rows = (await reader.sheets("book.xlsx", BYTES))["Trades"]
    assert [list(row) for row in rows[3:]] == SHEETS["Trades"][3:]
    assert [[type(cell) for cell in row] for row in rows[3:]] == [
        [float, datetime, float],
        [str, str, str],
        [bool, date, float],
    ]


async def test_an_empty_sheet_has_no_rows(reader: SheetReader) -> None:
    """SR-04"""
    assert list((await reader.sheets("book.xlsx", BYTES))["Nothing"]) == []


async def test_several_workbooks_can_be_read_at_once(reader: SheetReader) -> None:
    """SR-05"""
    read = await asyncio.gather(*(reader.sheets(f"{n}.xlsx", BYTES) for n in range(4)))
    assert all(sheets == read[0] for sheets in read)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", BYTES[:-1], BYTES[4:], b"PK\x03\x04" + bytes(40)])
async def test_what_is_no_workbook_is_refused_by_its_name(reader: SheetReader, content: bytes) -> None:
    """SR-06"""
    with pytest.raises(RefusedFileError, match=r"strange\.xlsx: "):
        await reader.sheets("strange.xlsx", content)
