"""The statements that store what an ingest read of one model."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, update
from sqlalchemy.ext.asyncio import AsyncConnection

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
from ballast_adapters.sql.upsert import upsert
from ballast_core.tracking import FileChange, FileKind, ModelUpdate, TradingModel

type Change = FileChange[Any]
type Save = Callable[[AsyncConnection, Table, Owner, Batch], Awaitable[bool]]


async def apply_update(db: AsyncConnection, update_: ModelUpdate) -> None:
    """Store what `update_` changes, inside the transaction of `db`."""
    model = update_.model
    # Also where nothing changes this locks the model's row, so updates of one model follow one another.
    changed = bool(await upsert(db, tables.models, _model_values(model)))
    files = (update_.config, update_.status, update_.holdings, update_.ranks, update_.backtest)
    changes = [change for change in files if change]
    sources = ({"model_id": model.id, **change.source.model_dump()} for change in changes)
    upserted = await upsert(db, tables.source_files, *sources)
    for change in changes:
        new = upserted.get((model.id, change.source.kind.value), False)
        changed |= await _save_file(db, model.id, change, new=new)
    if changed or upserted:
        await db.execute(update(tables.revision).values(value=func.gen_random_uuid()))


def _model_values(model: TradingModel) -> dict[str, Any]:
    parameters = {
        storable(name): storable(value) if isinstance(value, str) else value
        for name, value in model.parameters.items()
    }
    sub_models = [storable(name) for name in model.sub_models]
    return model.model_dump() | {"sub_models": sub_models, "parameters": parameters}


async def _save_file(db: AsyncConnection, model: UUID, change: Change, *, new: bool) -> bool:
    kind, source = change.source.kind, change.source
    # Of the history in a ranks file only the latest block is stored, instead of the one before.
    since = None if kind is FileKind.RANKS else source.since
    append = change.append and not since and kind is not FileKind.RANKS
    save: Save = append_rows if append else partial(replace_rows, since=since)
    if new:
        save = partial(add_rows, first=0)
    changed = False
    for table, batch in _batches(kind, change.content):
        changed |= await save(db, table, {"model_id": model}, batch.since(since) if since else batch)
    found, owner = finding_rows(change.findings), {"model_id": model, "kind": kind.value}
    if append and not found:
        return changed
    if append:
        known = await read_tuples(db, tables.findings, owner)
        found = [*known, *(row for row in found if row not in known)]
    save = partial(add_rows, first=0) if new else replace_rows
    return await save(db, tables.findings, owner, TupleBatch(found)) or changed


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
