"""Workbooks that are known beforehand, for tests of what is done with their cells."""

from collections.abc import Mapping

from ballast_core.trades import RefusedFileError, Rows


class MemorySheets:
    """Knows the sheets of workbooks by their bytes; any other bytes are no workbook."""

    def __init__(self, workbooks: Mapping[bytes, Mapping[str, Rows]]) -> None:
        self._workbooks = workbooks

    async def sheets(self, name: str, content: bytes) -> Mapping[str, Rows]:
        """Return the sheets; raises `RefusedFileError` for bytes that are not known."""
        found = self._workbooks.get(content)
        if found is None:
            raise RefusedFileError(name, "it is no Excel workbook; open it in Excel and save it as .xlsx")
        return found
