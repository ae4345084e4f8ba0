"""How much market data is stored, by schema, table and symbol."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ballast_core.market.entities import StoredTable
from ballast_core.market.errors import SchemaNotFoundError
from ballast_core.market.ports import Inventory
from ballast_core.market.usecases.storage_view import (
    SchemaStatsView,
    SchemaSummary,
    SchemasView,
    SchemaSymbolsView,
    SubjectStats,
    TableStats,
)


@dataclass(frozen=True, slots=True)
class ShowSchemas:
    """Show the schemas of market data."""

    inventory: Inventory

    async def __call__(self) -> SchemasView:
        """Show all by name."""
        schemas = groupby(await self.inventory.tables(), lambda table: table.schema)
        return SchemasView(schemas=tuple(_summary(name, list(tables)) for name, tables in schemas))


@dataclass(frozen=True, slots=True)
class ShowSchemaStats:
    """Show the tables of a schema."""

    inventory: Inventory

    async def __call__(self, schema: str) -> SchemaStatsView:
        """Show all by name. Raises `SchemaNotFoundError`."""
        tables = await self.inventory.tables()
        _check(schema, tables)
        rows = [
            TableStats(name=one.name, rows=one.rows, bytes=one.bytes, first=one.first, last=one.last)
            for one in tables
            if one.schema == schema
        ]
        return SchemaStatsView(name=schema, tables=tuple(rows))


@dataclass(frozen=True, slots=True)
class ListSchemaSymbols:
    """List what the rows of a schema are about."""

    inventory: Inventory

    async def __call__(self, schema: str) -> SchemaSymbolsView:
        """List symbols, or series, by name. Raises `SchemaNotFoundError`."""
        _check(schema, await self.inventory.tables())
        subjects = await self.inventory.subjects(schema)
        rows = [
            SubjectStats(symbol=one.name, rows=one.rows, first=one.first, last=one.last) for one in subjects
        ]
        return SchemaSymbolsView(name=schema, symbols=tuple(rows))


def _check(schema: str, tables: Iterable[StoredTable]) -> None:
    there = sorted({table.schema for table in tables})
    if schema not in there:
        raise SchemaNotFoundError(schema, there)


def _summary(name: str, tables: Sequence[StoredTable]) -> SchemaSummary:
    return SchemaSummary(
        name=name,
        tables=len(tables),
        rows=sum(table.rows for table in tables),
        bytes=sum(table.bytes for table in tables),
        first=min((table.first for table in tables if table.first), default=None),
        last=max((table.last for table in tables if table.last), default=None),
    )
