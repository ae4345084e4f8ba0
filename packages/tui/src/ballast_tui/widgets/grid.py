"""A table of a read model."""

from rich.text import Text
from textual.widgets import DataTable

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column, Table

_NUMBERS = ("count", "number", "money", "fraction")


class Grid(DataTable[Text]):
    """Shows a table as the command line spells it, a row at a time under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual names it so
        super().__init__(cursor_type="row", zebra_stripes=True, id=id)

    def show(self, table: Table) -> None:
        """Replace what is shown; the cursor stays on its row where there still is one."""
        row = self.cursor_row
        self.clear(columns=True)
        for column in table.columns:
            self.add_column(column.name.replace("_", " "))
        for cells in zip(*(_cells(column) for column in table.columns), strict=True):
            self.add_row(*cells)
        self.move_cursor(row=min(row, self.row_count - 1))


def _cells(column: Column) -> list[Text]:
    return [Text(text, justify="right" if column.unit in _NUMBERS else "left") for text in texts(column)]
