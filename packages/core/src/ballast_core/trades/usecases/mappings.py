"""Column mappings: how the columns of a plain CSV are called."""

from dataclasses import dataclass

from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import ColumnMapping
from ballast_core.trades.ports import MappingStore


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
        """Keep it under its name, in place of a former one; return it."""
        await self.store.save_mapping(mapping)
        return mapping


@dataclass(frozen=True, slots=True)
class DropMapping:
    """Forget a mapping."""

    store: MappingStore

    async def __call__(self, name: str) -> None:
        """Forget it; files that were read with it stay. Raises `MappingNotFoundError`."""
        await self.store.drop_mapping(name)


def _columns(mapping: ColumnMapping) -> str:
    return ", ".join(f"{ours}={theirs}" for ours, theirs in mapping.columns.items())
