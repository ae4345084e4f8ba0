"""What is stored where, as it is shown."""

from datetime import date

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class SchemaSummary(Entity):
    """A schema of the database: how many tables, rows and bytes it has, and the days that it spans."""

    name: str
    tables: int
    rows: int
    bytes: int
    first: date | None
    last: date | None


class SchemasView(View):
    """The schemas of market data, by name."""

    schemas: tuple[SchemaSummary, ...]

    def table(self) -> Table:
        """Return a row a schema."""
        rows = self.schemas
        return Table(
            "Schemas of market data",
            (
                Column("schema", [row.name for row in rows]),
                Column("tables", [row.tables for row in rows], "count"),
                Column("rows", [row.rows for row in rows], "count"),
                Column("bytes", [row.bytes for row in rows], "count"),
                Column("first", [row.first for row in rows], "day"),
                Column("last", [row.last for row in rows], "day"),
            ),
        )


class TableStats(Entity):
    """A table: its rows and bytes, and the days that it spans where it has days."""

    name: str
    rows: int
    bytes: int
    first: date | None
    last: date | None


class SchemaStatsView(View):
    """The tables of one schema, by name."""

    name: str
    tables: tuple[TableStats, ...]

    def table(self) -> Table:
        """Return a row a table."""
        rows = self.tables
        return Table(
            f"Tables of {self.name}",
            (
                Column("table", [row.name for row in rows]),
                Column("rows", [row.rows for row in rows], "count"),
                Column("bytes", [row.bytes for row in rows], "count"),
                Column("first", [row.first for row in rows], "day"),
                Column("last", [row.last for row in rows], "day"),
            ),
        )


class SubjectStats(Entity):
    """A symbol or a series: how many rows it has in a schema, and the days that they span."""

    symbol: str
    rows: int
    first: date | None
    last: date | None


class SchemaSymbolsView(View):
    """The symbols or series of one schema, by name."""

    name: str
    symbols: tuple[SubjectStats, ...]

    def table(self) -> Table:
        """Return a row a symbol."""
        rows = self.symbols
        return Table(
            f"Symbols of {self.name}",
            (
                Column("symbol", [row.symbol for row in rows]),
                Column("rows", [row.rows for row in rows], "count"),
                Column("first", [row.first for row in rows], "day"),
                Column("last", [row.last for row in rows], "day"),
            ),
        )
