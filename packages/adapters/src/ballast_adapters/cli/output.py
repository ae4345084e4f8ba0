"""Answers on stdout, and all that is said about them on stderr."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, cast

from rich.console import Console, RenderableType
from rich.text import Text
from typer import Exit

from ballast_adapters.cli.options import Form

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.shared.ports import TableWriter
    from ballast_core.shared.table import Table, View

_BROKEN_PIPE = 141
_CHART_WIDTH = 100


def show(view: "View", form: Form, tables: "TableWriter") -> None:
    """Write an answer in one of the three forms; the sentences beside a table go to stderr."""
    match form:
        case "json":
            write(view.model_dump_json(indent=2 if sys.stdout.isatty() else None) + "\n")
        case "csv":
            table = view.table()
            write(tables.write(table, "csv").decode())
            notes(table.notes)
        case "table":
            show_table(view.table())


def show_table(table: "Table") -> None:
    """Draw a table under its title, as wide as the terminal; in a pipe as wide as it is."""
    _show_title(table)
    _show_rows(table)
    notes(table.notes)


def show_series(
    table: "Table", *, rows: int | None = None, figures: "Mapping[str, float | None] | None" = None
) -> None:
    """Draw a chart of the second column over the days of the first, and the last `rows` (or all) below it."""
    from ballast_adapters.cli.chart import chart
    from ballast_core.shared.cells import texts
    from ballast_core.shared.table import Column

    _show_title(table)
    days, line = table.columns[:2]
    width = min(screen_width() or _CHART_WIDTH, _CHART_WIDTH)
    show_drawn(*(Text(row, style="cyan") for row in chart(cast("Sequence[date]", days.values), line, width)))
    said = [
        f"{name} {texts(Column(name, (value,), 'fraction'))[0]}" for name, value in (figures or {}).items()
    ]
    if said:
        show_drawn(Text(f"  {', '.join(said)}"))
    latest = slice(-rows, None) if rows else slice(None)
    columns = tuple(replace(column, values=column.values[latest]) for column in table.columns)
    _show_rows(replace(table, columns=columns))
    if rows and len(table) > rows:
        say(f"The latest {rows} of {len(table):,} points; all of them with --points 0.")
    notes(table.notes)


def _show_title(table: "Table") -> None:
    show_drawn(Text.assemble((table.title, "bold"), "" if len(table) else "  none"))


def _show_rows(table: "Table") -> None:
    from ballast_adapters.cli.drawing import draw

    if not len(table):
        return
    width = screen_width()
    drawing = draw(table, width)
    show_drawn(drawing.body, width=max(drawing.width, width or 0))
    if drawing.hidden:
        say(f"No room for {', '.join(drawing.hidden)}: widen the terminal, or ask for --format csv.")


def show_drawn(*parts: RenderableType, width: int | None = None) -> None:
    """Write what Rich draws to stdout; colors only on a terminal that wants them."""
    drawn = StringIO()
    console = Console(
        file=drawn,
        force_terminal=sys.stdout.isatty() or None,
        width=width,
        highlight=False,
        soft_wrap=width is None,
    )
    for part in parts:
        console.print(part)
    write("".join(line.rstrip() + "\n" for line in drawn.getvalue().splitlines()))


def screen_width() -> int | None:
    """Return the columns of the terminal, or of `COLUMNS`; nothing in a pipe."""
    return shutil.get_terminal_size((0, 0)).columns or None


def write(text: str) -> None:
    """Write to stdout; a reader who left, as `head` does, ends the command quietly."""
    known = sys.stdout.encoding or "utf-8"  # an old terminal that knows no blocks shows question marks
    try:
        sys.stdout.write(text.encode(known, "replace").decode(known))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Exit(_BROKEN_PIPE) from None


def notes(sentences: Iterable[str]) -> None:
    """Say what must be read beside a table."""
    for sentence in sentences:
        say(sentence)


def say(sentence: str) -> None:
    """Say something on stderr, dim."""
    _stderr().print(Text(sentence, style="dim"), soft_wrap=True)


def complain(message: str) -> None:
    """Say on stderr what went wrong."""
    _stderr().print(Text.assemble(("error:", "bold red"), " ", message), soft_wrap=True)


def _stderr() -> Console:
    return Console(stderr=True, highlight=False)
