"""Rows stored by their key: those that are the same already are not written."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Table, literal_column, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from ballast_adapters.sql.batch import Row
from ballast_adapters.sql.tracking_rows import storable


async def upsert(db: AsyncConnection, table: Table, *rows: Mapping[str, Any]) -> dict[Row, bool]:
    """Insert rows, or change those of the same keys; return the keys of what changed, and which are new."""
    if not rows:
        return {}
    clean = [
        {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]
    return {tuple(key): new for *key, new in await db.execute(_upsert(table), clean)}


@cache
def _upsert(table: Table) -> ReturningInsert[*tuple[Any, ...]]:
    fresh = insert(table)
    new = {column.name: fresh.excluded[column.name] for column in table.c if not column.primary_key}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in new.items()))
    statement = fresh.on_conflict_do_update(index_elements=table.primary_key, set_=new, where=differs)
    # Where no transaction has set `xmax` yet, the row is new.
    return statement.returning(*table.primary_key, literal_column("xmax = 0", Boolean))
