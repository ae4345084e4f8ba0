"""Many rows of one file at once: out as a batch, in by COPY, and only from where they differ."""

from collections.abc import AsyncGenerator, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Delete,
    Dialect,
    Select,
    Table,
    bindparam,
    cast,
    delete,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ballast_adapters.sql.batch import Batch, ColumnBatch, Rows, TupleBatch
from ballast_adapters.sql.columns import packed, unpacked
from ballast_adapters.sql.engine import driver

type Owner = Mapping[str, UUID | str]
"""What all rows of one file share: `model_id`, and for findings `kind`."""
type Statement = Select[*tuple[Any, ...]]

_OWNERS = ("model_id", "kind")


async def fetch(db: AsyncConnection, statement: Statement, **values: object) -> Rows:
    """Return the rows of a lasting statement as asyncpg decodes them, in half the time of SQLAlchemy."""
    sql, names = _compiled(statement, db.dialect)
    return [tuple(row) for row in await (await driver(db)).fetch(sql, *(values[name] for name in names))]


async def read_columns(
    db: AsyncConnection, table: Table, owner: Owner, since: date | None = None
) -> ColumnBatch:
    """Return the rows of this owner, all or those since a day, in their order."""
    values = (await db.execute(_packed(table, partly=bool(since)), {**owner, "since": since})).one()
    kinds = (column.type for column in data_columns(table))
    return ColumnBatch(tuple(unpacked(value, kind) for value, kind in zip(values, kinds, strict=True)))


async def read_tuples(db: AsyncConnection, table: Table, owner: Owner, since: date | None = None) -> Rows:
    """Return the rows of this owner, all or those since a day, in their order."""
    return await fetch(db, _in_order(table, partly=bool(since)), **owner, since=since)


async def add_rows(db: AsyncConnection, table: Table, owner: Owner, batch: Batch, *, first: int) -> bool:
    """Store rows from position `first` on; say whether there were any."""
    if not len(batch):
        return False
    raw, stream = await driver(db), batch.stream(tuple(owner.values()), first)
    await raw.copy_to_table(table.name, schema_name=table.schema, source=_once(stream), format=batch.form)
    return True


async def append_rows(db: AsyncConnection, table: Table, owner: Owner, batch: Batch) -> bool:
    """Store the rows that stand behind all stored ones in the file; say whether there were any."""
    first, last = (await db.execute(_end(table), owner)).one()
    return await add_rows(db, table, owner, batch if last is None else batch.after(last), first=first)


async def replace_rows(
    db: AsyncConnection, table: Table, owner: Owner, batch: Batch, since: date | None = None
) -> bool:
    """Replace all rows, or all since a day; say whether that changed any.

    What old and new rows begin with stays untouched.
    """
    stored, same = await _compared(db, table, owner, batch, since)
    if same == stored == len(batch):
        return False
    if same < stored:
        await db.execute(_cut(table, partly=bool(since)), {**owner, "since": since, "same": same})
    first, _ = (await db.execute(_end(table), owner)).one()
    await add_rows(db, table, owner, batch.without(same), first=first)
    return True


async def _compared(
    db: AsyncConnection, table: Table, owner: Owner, batch: Batch, since: date | None
) -> tuple[int, int]:
    """Return how many rows are stored, and how many of them the batch begins with too."""
    if isinstance(batch, ColumnBatch):
        columns = await read_columns(db, table, owner, since)
        return len(columns), batch.common_start(columns)
    rows = TupleBatch(await read_tuples(db, table, owner, since))
    return len(rows), batch.common_start(rows)


def data_columns(table: Table) -> list[ColumnElement[Any]]:
    """Return the columns that a file fills."""
    return [column for column in table.c if column.name not in {*_OWNERS, "position"}]


@cache
def _compiled(statement: Statement, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def _mine(table: Table, *, partly: bool) -> list[ColumnElement[bool]]:
    owned = [table.c[name] == bindparam(name) for name in _OWNERS if name in table.c]
    return [*owned, cast(data_columns(table)[1], Date) >= bindparam("since")] if partly else owned


@cache
def _in_order(table: Table, *, partly: bool) -> Statement:
    return select(*data_columns(table)).where(*_mine(table, partly=partly)).order_by(table.c.position)


@cache
def _packed(table: Table, *, partly: bool) -> Statement:
    columns = (packed(column, table.c.position) for column in data_columns(table))
    return select(*columns).where(*_mine(table, partly=partly))


@cache
def _end(table: Table) -> Statement:
    number, *_ = data_columns(table)
    next_one = func.coalesce(func.max(table.c.position) + 1, 0)
    return select(next_one, func.max(number)).where(*_mine(table, partly=False))


@cache
def _cut(table: Table, *, partly: bool) -> Delete:
    mine, position = _mine(table, partly=partly), table.c.position
    start = select(position).where(*mine).order_by(position).offset(bindparam("same")).limit(1)
    return delete(table).where(*mine, position >= start.scalar_subquery())


async def _once(stream: bytes) -> AsyncGenerator[bytes]:
    yield stream
