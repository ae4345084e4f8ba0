"""Opens Excel workbooks with calamine, which gives every cell as it is stored."""

import asyncio
from collections.abc import Mapping
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ballast_adapters.sheets.package import PackageLimits, inspect
from ballast_core.trades import RefusedFileError, Rows

_MEGABYTE = 1 << 20


class CalamineSheets:
    """Reads `.xlsx` in a thread, once its package has been found harmless.

    `most_bytes` bounds the file, `most_unpacked` what is inside it, `most_cells` each of its sheets from the
    first cell to the last: a sheet with one cell in its last corner would fill any memory.
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
        inspect(name, content, self._limits)
        try:
            with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
                return {
                    sheet.name: _rows(book.get_sheet_by_name(sheet.name))
                    for sheet in book.sheets_metadata
                    if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
                }
        except (CalamineError, OSError, ValueError) as error:
            raise RefusedFileError(name, f"the workbook is damaged: {error}") from error


def _rows(sheet: CalamineSheet) -> Rows:
    """Return all rows from the first of the sheet on, so that a row's place is its number."""
    return sheet.to_python(skip_empty_area=False)
