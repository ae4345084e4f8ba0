"""Column mappings: how the columns of a plain CSV are called."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ballast_core.shared.errors import Problem
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import ColumnMapping
from ballast_core.trades.errors import BadMappingError
from ballast_core.trades.parsing.lines import read_moment
from ballast_core.trades.parsing.plain import BALLAST, COLUMNS, REQUIRED
from ballast_core.trades.ports import MappingStore

_LONGEST_NAME = 100
_MOMENT = datetime.fromisoformat("2024-12-31T14:35:00")


class MappingsView(View):
    """All mappings that were saved, by name."""

    mappings: tuple[ColumnMapping, ...]

    def table(self) -> Table:
        """Return one row a mapping."""
        rows = self.mappings
        return Table(
            "Column mappings",
            (
                Column("name", [row.name for row in rows]),
                Column("columns", [_columns(row) for row in rows]),
                Column("delimiter", ["tab" if row.delimiter == "\t" else row.delimiter for row in rows]),
                Column("decimal", [row.decimal for row in rows]),
                Column("when", [row.when for row in rows]),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListMappings:
    """List the mappings that were saved."""

    store: MappingStore

    async def __call__(self) -> MappingsView:
        """List all by name."""
        return MappingsView(mappings=tuple(await self.store.mappings()))


@dataclass(frozen=True, slots=True)
class SaveMapping:
    """Keep a mapping for later files."""

    store: MappingStore

    async def __call__(self, mapping: ColumnMapping) -> ColumnMapping:
        """Keep it under its name, in place of a former one; return it.

        Raises `BadMappingError` for one that could read no file.
        """
        if problems := tuple(_problems(mapping)):
            raise BadMappingError(mapping.name, *problems)
        await self.store.save_mapping(mapping)
        return mapping


@dataclass(frozen=True, slots=True)
class DropMapping:
    """Forget a mapping."""

    store: MappingStore

    async def __call__(self, name: str) -> None:
        """Forget it; files that were read with it stay. Raises `MappingNotFoundError`."""
        await self.store.drop_mapping(name)


def _problems(mapping: ColumnMapping) -> Iterator[Problem]:
    name, columns = mapping.name, mapping.columns
    if name != name.strip() or not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME or "/" in name:
        yield Problem("name", f"give it a name of 1 to {_LONGEST_NAME} letters, without a slash")
    if name == BALLAST.name:
        yield Problem("name", f"{name!r} is the mapping of our own export; give yours another name")
    for ours in sorted(columns.keys() - set(COLUMNS)):
        yield Problem(f"columns.{ours}", f"no trade has {ours!r}; one of {', '.join(COLUMNS)}")
    for ours in REQUIRED:
        if ours not in columns:
            yield Problem("columns", f"say which column holds {ours}")
    if not {"net", "gross"} & columns.keys():
        yield Problem("columns", "say which column holds net, or gross with commission and slippage")
    yield from _bad_headers(columns)
    if not _reads_moments(mapping.when):
        yield Problem("when", f"{mapping.when!r} is no format of a day and time: write %Y-%m-%d %H:%M or iso")


def _bad_headers(columns: Mapping[str, str]) -> Iterator[Problem]:
    for ours, theirs in columns.items():
        if not theirs.strip():
            yield Problem(f"columns.{ours}", f"the column of {ours} has no name")
        elif not _can_be_kept(theirs):
            yield Problem(f"columns.{ours}", "half a character stands in it, or a NUL")


def _reads_moments(form: str) -> bool:
    if form == "iso":
        return True
    if not _can_be_kept(form):
        return False
    try:
        found = read_moment(_MOMENT.strftime(form), form)
    except re.error:  # strptime makes one of it: a part stands there twice
        return False
    return found is not None and found.date() == _MOMENT.date()


def _can_be_kept(text: str) -> bool:
    return not any(mark == "\0" or "\ud800" <= mark <= "\udfff" for mark in text)


def _columns(mapping: ColumnMapping) -> str:
    return ", ".join(f"{ours}={theirs}" for ours, theirs in mapping.columns.items())
