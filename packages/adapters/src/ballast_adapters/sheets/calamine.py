"""Opens Excel workbooks with calamine, which gives every cell as it is stored."""

import asyncio
from collections.abc import Mapping, Sequence
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ballast_adapters.sheets.package import PackageLimits, inspect, refuse_cells, refuse_texts
from ballast_core.trades import RefusedFileError, Rows

_MEGABYTE = 1 << 20


class CalamineSheets:
    """Reads `.xlsx` in a thread, once its package has been found harmless.

    `most_bytes` bounds the file; `most_unpacked` what is inside it, and the texts of all cells; `most_cells`
    all sheets from their first cells to their last: one cell in a last corner would fill any memory.
    """

    def __init__(
        self,
        *,
        most_bytes: int = 64 * _MEGABYTE,
        most_unpacked: int = 256 * _MEGABYTE,
        most_cells: int = 10_000_000,
    ) -> None:
        self._limits = PackageLimits(most_bytes, most_unpacked, most_cells)

    async def sheets(self, name: str, content: bytes) -> Mapping[str, Rows]:
        """Return the visible sheets; raises `RefusedFileError` for what is no harmless workbook."""
        return await asyncio.to_thread(self.read, name, content)

    def read(self, name: str, content: bytes) -> Mapping[str, Rows]:
        """Return the visible sheets at once, for those who have a thread or a process of their own."""
        texts = inspect(name, content, self._limits)
        try:
            with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
                seen = [
                    sheet.name
                    for sheet in book.sheets_metadata
                    if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
                ]
                refuse_texts(name, texts * len(seen), self._limits)
                return self._sheets(name, book, seen)
        except (CalamineError, OSError, ValueError) as error:
            raise RefusedFileError(name, f"the workbook is damaged: {error}") from error

    def _sheets(self, name: str, book: CalamineWorkbook, seen: Sequence[str]) -> dict[str, Rows]:
        sheets: dict[str, Rows] = {}
        cells = 0
        for one in seen:
            rows = sheets[one] = _rows(book.get_sheet_by_name(one))
            cells += len(rows) * len(rows[0]) if rows else 0
            refuse_cells(name, "the workbook", cells, self._limits)
        return sheets


def _rows(sheet: CalamineSheet) -> Rows:
    """Return all rows from the first of the sheet on, so that a row's place is its number."""
    return sheet.to_python(skip_empty_area=False)
