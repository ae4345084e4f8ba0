"""Asks for a file and writes a table into it."""

import asyncio
import re
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from ballast_core.shared.ports import TableFormat, TableWriter
from ballast_core.shared.table import Table

_FORMS: dict[str, TableFormat] = {".csv": "csv", ".parquet": "parquet", ".arrow": "arrow"}
_HINT = "The ending says the form: .csv, .parquet or .arrow. Escape writes nothing."


class Export(ModalScreen[Path | None]):
    """Asks where to; a file that is there already is replaced when Enter says so twice."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, table: Table, tables: TableWriter) -> None:
        super().__init__()
        self._table = table
        self._tables = tables
        self._confirmed: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        name = "-".join(re.findall(r"[\w.]+", self._table.title.lower())) or "table"
        with Vertical(id="dialog"):
            yield Label(f"Write {len(self._table):,} rows to", classes="title")
            yield Input(str(Path.cwd() / f"{name}.csv"), id="path", compact=True)
            yield Label(_HINT, id="said")

    @on(Input.Changed)
    def forget(self) -> None:
        """Ask again about another file."""
        self._confirmed = None

    @on(Input.Submitted)
    async def write(self, entered: Input.Submitted) -> None:
        """Write the file, or say what is in the way."""
        file = await asyncio.to_thread(Path(entered.value).expanduser)
        form = _FORMS.get(file.suffix.lower())
        if form is None:
            self._say(f"{file.suffix or 'No ending'} is none of {', '.join(_FORMS)}.")
        elif file.exists() and self._confirmed != file:
            self._confirmed = file
            self._say("It is there already; Enter replaces it.")
        else:
            try:
                await asyncio.to_thread(self._write, file, form)
            except OSError as error:
                self._say(f"Cannot write it: {error.strerror or error}.")
            else:
                _ = self.dismiss(file)

    def _write(self, file: Path, form: TableFormat) -> None:
        file.write_bytes(self._tables.write(self._table, form))

    def _say(self, what: str) -> None:
        said = self.query_one("#said", Label)
        said.update(what)
        said.add_class("failed")
