"""Writes Excel sheets row by row, with the number formats that TradeStation uses."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from io import BytesIO
from types import TracebackType
from typing import Protocol, Self, cast

from ballast_core.trades import Cell

_MADE = datetime.fromisoformat("2025-01-01T00:00")
_FORMATS = {"moment": "m/d/yyyy h:mm", "day": "m/d/yyyy", "money": "$#,##0.00", "percent": "0.00%"}


class _Sheet(Protocol):
    def write_datetime(self, row: int, col: int, date: object, cell_format: object) -> int: ...
    def write_string(self, row: int, col: int, string: str) -> int: ...
    def write_number(self, row: int, col: int, number: float, cell_format: object | None) -> int: ...


class _Book(Protocol):
    def add_worksheet(self, name: str) -> _Sheet: ...
    def add_format(self, properties: dict[str, str]) -> object: ...
    def set_properties(self, properties: dict[str, object]) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Page:
    """A sheet to which rows are added from the top."""

    def __init__(self, sheet: _Sheet, formats: dict[str, object]) -> None:
        self._sheet, self._formats = sheet, formats
        self._row = 0

    def add(self, cells: Sequence[Cell], looks: Sequence[str] = ()) -> None:
        """Write the next row, without the empty texts; `looks` are `money`, `percent` or empty."""
        for column, cell in enumerate(cells):
            at = self._row, column
            match cell:
                case str():
                    if cell:
                        self._sheet.write_string(*at, cell)
                case int() | float():
                    self._sheet.write_number(*at, cell, self._formats.get(looks[column]) if looks else None)
                case datetime():
                    self._sheet.write_datetime(*at, cell, self._formats["moment"])
                case _:
                    self._sheet.write_datetime(*at, cell, self._formats["day"])
        self._row += 1


@contextmanager
def open_book(made: BytesIO) -> Generator[Callable[[str], Page]]:
    """Give what adds a sheet by its name; the workbook is in `made` when the block ends."""
    # XlsxWriter has no types: this is the one place that knows it.
    create = cast("Callable[..., _Book]", import_module("xlsxwriter").Workbook)
    with create(made, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE, "comments": "Invented by Ballast"})
        formats = {name: book.add_format({"num_format": form}) for name, form in _FORMATS.items()}
        yield lambda name: Page(book.add_worksheet(name), formats)
