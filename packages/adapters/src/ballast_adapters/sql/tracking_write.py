"""The statements that store what an ingest read of one model."""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, auto
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Table, bindparam, func, literal_column, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from ballast_adapters.sql.batch import Batch, TupleBatch
from ballast_adapters.sql.bulk import Owner, add_rows, append_rows, read_tuples, replace_rows
from ballast_adapters.sql.schema import tracking as tables
from ballast_adapters.sql.tracking_rows import (
    backtest_batch,
    finding_rows,
    lot_batch,
    rank_batch,
    snapshot_batch,
    status_batch,
    storable,
    trade_batch,
)
from ballast_core.tracking import FileChange, FileKind, ModelUpdate, TradingModel

type Change = FileChange[Any]
type Save = Callable[[AsyncConnection, Table, Owner, Batch], Awaitable[bool]]


class Upserted(Enum):
    """What an upsert did."""

    NOTHING = auto()
    CHANGED = auto()
    INSERTED = auto()


async def apply_update(db: AsyncConnection, update_: ModelUpdate) -> None:
    """Store what `update_` changes, inside the transaction of `db`."""
    # Also where nothing changes this locks the model's row, so updates of one model follow one another.
    changed = await upsert(db, tables.models, _model_values(update_.model)) is not Upserted.NOTHING
    for change in (update_.config, update_.status, update_.holdings, update_.ranks, update_.backtest):
        if change:
            changed |= await _save_file(db, update_.model.id, change)
    if changed:
        await db.execute(update(tables.revision).values(value=func.gen_random_uuid()))


async def upsert(db: AsyncConnection, table: Table, values: Mapping[str, Any]) -> Upserted:
    """Insert a row, or change the one of its key where it differs."""
    clean = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
    inserted = (await db.execute(_upsert(table), clean)).scalar_one_or_none()
    if inserted is None:
        return Upserted.NOTHING
    return Upserted.INSERTED if inserted else Upserted.CHANGED


@cache
def _upsert(table: Table) -> ReturningInsert[bool]:
    fresh = insert(table).values({column.name: bindparam(column.name) for column in table.c})
    new = {column.name: fresh.excluded[column.name] for column in table.c if not column.primary_key}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in new.items()))
    statement = fresh.on_conflict_do_update(index_elements=table.primary_key, set_=new, where=differs)
    # Where no transaction has set `xmax` yet, the row is new.
    return statement.returning(literal_column("xmax = 0", Boolean))


def _model_values(model: TradingModel) -> dict[str, Any]:
    parameters = {
        storable(name): storable(value) if isinstance(value, str) else value
        for name, value in model.parameters.items()
    }
    sub_models = [storable(name) for name in model.sub_models]
    return model.model_dump() | {"sub_models": sub_models, "parameters": parameters}


async def _save_file(db: AsyncConnection, model: UUID, change: Change) -> bool:
    kind, source = change.source.kind, change.source
    upserted = await upsert(db, tables.source_files, {"model_id": model, **source.model_dump()})
    # Of the history in a ranks file only the latest block is stored, instead of the one before.
    since = None if kind is FileKind.RANKS else source.since
    append = change.append and not since and kind is not FileKind.RANKS
    save: Save = append_rows if append else partial(replace_rows, since=since)
    if upserted is Upserted.INSERTED:
        save = partial(add_rows, first=0)
    changed = upserted is not Upserted.NOTHING
    for table, batch in _batches(kind, change.content):
        changed |= await save(db, table, {"model_id": model}, batch.since(since) if since else batch)
    owner, found = {"model_id": model, "kind": kind.value}, finding_rows(change.findings)
    if append:
        known = await read_tuples(db, tables.findings, owner)
        found = [*known, *(row for row in found if row not in known)]
    return await replace_rows(db, tables.findings, owner, TupleBatch(found)) or changed


def _batches(kind: FileKind, content: Any) -> list[tuple[Table, Batch]]:  # noqa: ANN401 - the kind tells its type
    match kind:
        case FileKind.CONFIG:
            return []
        case FileKind.STATUS:
            return [(tables.status_records, status_batch(content))]
        case FileKind.HOLDINGS:
            return [
                (tables.snapshots, snapshot_batch(content.snapshots)),
                (tables.lots, lot_batch(content.snapshots)),
                (tables.trade_log, trade_batch(content.trade_log)),
            ]
        case FileKind.RANKS:
            return [(tables.ranks, rank_batch(content))]
        case FileKind.BACKTEST:
            return [(tables.backtest_points, backtest_batch(content))]
