"""What all stores of market data share: rows without what PostgreSQL cannot hold, and the one revision."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Result, Table, func, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ballast_adapters.sql.schema.market import revision
from ballast_adapters.sql.tracking_rows import storable
from ballast_adapters.sql.upsert import upsert
from ballast_core.market import Upserted
from ballast_core.shared.entity import Entity


async def save_all(db: AsyncConnection, table: Table, entities: Sequence[Entity]) -> Upserted:
    """Store entities by the key of their table, the last one of each; tell what that did.

    Two writers at once take the rows in the same order, and so never wait for each other.
    """
    names = [column.name for column in table.primary_key]
    rows = {tuple(row[name] for name in names): row for row in map(clean_row, entities)}
    done = await upsert(db, table, *(rows[key] for key in sorted(rows)))
    inserted = sum(done.values())
    return Upserted(inserted, len(done) - inserted, len(rows) - len(done))


async def renew_if(db: AsyncConnection, done: Upserted) -> Upserted:
    """Give market data a new revision where anything changed; return what was done."""
    if done.inserted or done.updated:
        await renew(db)
    return done


async def renew(db: AsyncConnection) -> None:
    """Give market data a new revision, as the last thing in a transaction: others wait for its row."""
    await db.execute(update(revision).values(value=func.gen_random_uuid()))


def read_all[E: Entity](kind: type[E], found: Result[*tuple[Any, ...]]) -> list[E]:
    """Return rows as entities; as mappings they would take twice as long."""
    names = tuple(found.keys())
    return [kind.model_validate(dict(zip(names, row, strict=True))) for row in found]


def clean_row(entity: Entity) -> dict[str, Any]:
    """Return an entity as a row."""
    return {name: clean(value) for name, value in entity.model_dump().items()}


def clean(value: Any) -> Any:  # noqa: ANN401 - as many types as there are columns
    """Return a value with the characters that PostgreSQL cannot hold replaced."""
    match value:
        case str():
            return storable(value)
        case Mapping():
            pairs = cast("Mapping[str, Any]", value).items()
            return {storable(name): clean(one) for name, one in pairs}
        case list() | tuple():
            return [clean(one) for one in cast("Sequence[Any]", value)]
        case _:
            return value
