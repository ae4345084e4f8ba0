"""Tables to import into, and their twins for a bare COPY: the same columns, keys and indexes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from tests.servers import database

from ballast_adapters.bootstrap import upgrade
from ballast_adapters.settings import load_settings
from ballast_adapters.sql.schema.tracking import METADATA

TABLES = [table.fullname for table in METADATA.sorted_tables if table.name != "revision"]

type Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables that an ingest fills, and their bare twins."""

    url: str
    _runner: asyncio.Runner
    _connection: "asyncpg.Connection[asyncpg.Record]"

    def empty(self) -> None:
        """Empty all of them."""
        self.execute(f"truncate {', '.join([*TABLES, *map(_bare, TABLES)])}")

    def rows(self) -> Rows:
        """Return what stands in our tables, by the name of the bare one."""
        found = {table: self._run(self._connection.fetch(f"select * from {table}")) for table in TABLES}  # noqa: S608 - our own names
        return {_bare(table): [tuple(row) for row in rows] for table, rows in found.items()}

    def copy(self, rows: Rows) -> None:
        """Copy rows into the bare tables."""
        for table, records in rows.items():
            self._run(self._connection.copy_records_to_table(table, records=records))

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._run(self._connection.execute(statement))

    def _run(self, work: Any) -> Any:  # noqa: ANN401 - whatever the driver answers
        return self._runner.run(work)


@contextmanager
def own_tables(server: str) -> Iterator[Tables]:
    """Yield empty tables in a database of their own."""
    with database(server) as url, asyncio.Runner() as runner:
        runner.run(upgrade(load_settings({"database_url": url})))
        connection = runner.run(asyncpg.connect(url))
        tables = Tables(url, runner, connection)
        for table in TABLES:
            tables.execute(f"create table {_bare(table)} (like {table} including indexes)")
        yield tables
        runner.run(connection.close())


def _bare(table: str) -> str:
    return f"bare_{table.replace('.', '_')}"
