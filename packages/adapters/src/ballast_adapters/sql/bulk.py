"""Many rows at once, past SQLAlchemy's rows: COPY in, tuples out."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, and_, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from ballast_adapters.sql.engine import driver

type Row = tuple[Any, ...]
type Rows = Sequence[Row]
type Owner = Mapping[str, Any]
"""The columns that rows of one file share, with their values."""


async def fetch(db: AsyncConnection, statement: Select[*tuple[Any, ...]]) -> Rows:
    """Return the rows as asyncpg decodes them: half the time of SQLAlchemy's own."""
    compiled = statement.compile(dialect=db.dialect)
    values = compiled.construct_params()
    arguments = [values[name] for name in compiled.positiontup or ()]
    return [tuple(row) for row in await (await driver(db)).fetch(str(compiled), *arguments)]


async def replace_rows(
    db: AsyncConnection, table: Table, owner: Owner, old: Rows, new: Rows, *, first: int = 0
) -> bool:
    """Turn the old rows, stored from position `first` on, into the new ones; say whether that changed any.

    What both begin with stays untouched.
    """
    same = _common_start(old, new)
    if same < len(old):
        mine = and_(*(table.c[name] == value for name, value in owner.items()))
        await db.execute(delete(table).where(mine, table.c.position >= first + same))
    if same < len(new):
        shared = tuple(owner.values())
        await (await driver(db)).copy_records_to_table(
            table.name,
            schema_name=table.schema,
            columns=table.c.keys(),
            records=(
                (*shared, position, *row) for position, row in enumerate(new[same:], start=first + same)
            ),
        )
    return same < max(len(old), len(new))


def _common_start(old: Rows, new: Rows) -> int:
    pairs = zip(old, new, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))
