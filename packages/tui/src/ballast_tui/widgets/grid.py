"""A table of a read model."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite
from typing import Literal, cast

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.widgets import DataTable

from ballast_core.shared.cells import sparkline, texts
from ballast_core.shared.table import Column, Table
from ballast_core.shared.tone import Tone, tone
from ballast_tui.host import ink, variables
from ballast_tui.look import Look, Role, color

_NUMBERS = ("count", "number", "money", "fraction")
_ROLES: dict[Tone, Role] = {"good": "success", "doubtful": "warning", "bad": "error", "plain": "foreground"}
_HOTTEST = 0.1  # a month of ten percent is as hot as it gets
_LINE_WIDTH = 12


class Grid(DataTable[Text], inherit_bindings=False):
    """Shows a table as the command line spells it, a row at a time under the cursor.

    Words narrow it to the rows that have all of them; `whole` is the table with all. `paint` may color a
    cell in its own way. A table of `months` is drawn close, in percent, the better or the worse a month the
    hotter.
    """

    def __init__(self, look: Look, name: str = "table", *, months: bool = False) -> None:
        super().__init__(
            cursor_type="row",
            cursor_foreground_priority="css" if look.few_colors else "renderable",
            zebra_stripes=not look.few_colors,
            id=name,
        )
        self.cell_padding = 0 if months else 1
        self.line_width = _LINE_WIDTH
        self.paint: Callable[[Column, int], Style | None] = lambda _column, _row: None
        self._look = look
        self._months = months
        self.whole = Table("", ())
        self._columns: Sequence[str] = ()
        self._words: tuple[str, ...] = ()
        self._rows: list[int] = []

    @property
    def chosen(self) -> int | None:
        """The row under the cursor, counted in the whole table."""
        return self._rows[self.cursor_row] if 0 <= self.cursor_row < len(self._rows) else None

    @property
    def narrowed(self) -> Table:
        """The table with all its columns, and the rows that are shown."""
        columns = tuple(
            replace(column, values=[column.values[row] for row in self._rows])
            for column in self.whole.columns
        )
        return replace(self.whole, columns=columns)

    def show(self, table: Table, columns: Sequence[str] = ()) -> None:
        """Replace what is shown, all columns or some; the cursor stays on its row as far as there is one."""
        self.whole, self._columns = table, columns
        self._draw()

    def narrow(self, text: str) -> None:
        """Show only rows that have each of these words in some cell."""
        words = tuple(text.lower().split())
        if words != self._words:
            self._words = words
            self._draw()

    def cells(self) -> list[str]:
        """Return the texts of the row under the cursor, of all columns."""
        row = self.chosen
        return [] if row is None else [texts(column)[row] for column in self.whole.columns]

    def _draw(self) -> None:
        at, left = self.cursor_row, self.scroll_x
        self.clear(columns=True)
        shown = [column for column in self.whole.columns if not self._columns or column.name in self._columns]
        if self._columns:
            shown.sort(key=lambda column: self._columns.index(column.name))
        spelled = [self._texts(column) for column in shown]
        self._rows = [row for row in range(len(self.whole)) if self._fits(row, spelled)]
        for column, cells in zip(shown, spelled, strict=True):
            head = " " * self._months + column.name.replace("_", " ")
            # Textual would measure when it is idle, and draw columns that are too narrow until then.
            width = max(map(cell_len, [head, *(cells[row] for row in self._rows)]))
            self.add_column(Text(head, justify=_side(column)), width=width)
        for row in self._rows:
            pairs = zip(shown, spelled, strict=True)
            self.add_row(*(self._cell(column, cells[row], row) for column, cells in pairs))
        self.move_cursor(row=min(at, self.row_count - 1), animate=False)
        self.scroll_to(x=left, animate=False)

    def _fits(self, row: int, spelled: Sequence[Sequence[str]]) -> bool:
        line = " ".join(cells[row] for cells in spelled).lower()
        return all(word in line for word in self._words)

    def _texts(self, column: Column) -> list[str]:
        if self._months:
            return [f" {text.strip('+%')}" for text in texts(column, 1)]
        if column.unit != "line":
            return texts(column)
        lines = cast("Sequence[Sequence[float]]", column.values)
        return ["" if self._look.plain else sparkline(line, self.line_width) for line in lines]

    def _cell(self, column: Column, text: str, row: int) -> Text:
        painted = self.paint(column, row) or self._style(column, column.values[row])
        return Text(text, painted, justify=_side(column))

    def _style(self, column: Column, value: object) -> Style:
        colors = variables(self)
        if column.unit == "line":
            return ink(self, "primary")
        shade = tone(column, value)
        if shade == "plain":
            return Style()
        strong = color(colors, _ROLES[shade])
        if not self._months or self._look.few_colors or not isinstance(value, float) or not isfinite(value):
            return Style(color=strong.rich_color)
        ground = color(colors, "surface").blend(strong, 0.12 + 0.5 * min(abs(value) / _HOTTEST, 1))
        return Style(color=color(colors, "foreground").rich_color, bgcolor=ground.rich_color)


def _side(column: Column) -> Literal["left", "right"]:
    return "right" if column.unit in _NUMBERS else "left"
