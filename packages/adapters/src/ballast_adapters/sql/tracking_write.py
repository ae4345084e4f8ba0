"""The statements that store what an ingest read of one model."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ballast_adapters.sql.bulk import Owner, Rows, fetch, replace_rows
from ballast_adapters.sql.schema import tracking as tables
from ballast_adapters.sql.tracking_rows import (
    backtest_rows,
    finding_rows,
    lot_rows,
    rank_rows,
    snapshot_rows,
    status_rows,
    storable,
    trade_rows,
)
from ballast_core.tracking import (
    FileChange,
    FileKind,
    ModelUpdate,
    SourceFile,
    TradingModel,
)

type Change = FileChange[Any]


async def apply_update(db: AsyncConnection, update_: ModelUpdate) -> None:
    """Store what `update_` changes, inside the transaction of `db`."""
    model = update_.model.id
    # Also where nothing changes this locks the model's row, so updates of one model follow one another.
    changed = await upsert(db, tables.models, _model_values(update_.model))
    for change in (update_.config, update_.status, update_.holdings, update_.ranks, update_.backtest):
        if change:
            changed |= await _save_file(db, model, change)
    if changed:
        await db.execute(update(tables.revision).values(value=func.gen_random_uuid()))


async def upsert(db: AsyncConnection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row or change the one of its key; say whether that changed anything."""
    fresh = insert(table).values(
        {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
    )
    new = {name: fresh.excluded[name] for name in values if not table.c[name].primary_key}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in new.items()))
    statement = fresh.on_conflict_do_update(index_elements=table.primary_key, set_=new, where=differs)
    return (await db.execute(statement.returning(literal(1)))).first() is not None


def _model_values(model: TradingModel) -> dict[str, Any]:
    parameters = {
        storable(name): storable(value) if isinstance(value, str) else value
        for name, value in model.parameters.items()
    }
    sub_models = [storable(name) for name in model.sub_models]
    return model.model_dump() | {"sub_models": sub_models, "parameters": parameters}


def _source_values(model: UUID, source: SourceFile) -> dict[str, Any]:
    return {"model_id": model, **source.model_dump()}


async def _save_file(db: AsyncConnection, model: UUID, change: Change) -> bool:
    changed = await upsert(db, tables.source_files, _source_values(model, change.source))
    for table, rows in _rows_of(change.source.kind, change.content):
        changed |= await _save_rows(db, table, model, rows, change)
    return await _save_findings(db, model, change) or changed


def _rows_of(kind: FileKind, content: Any) -> list[tuple[Table, Rows]]:  # noqa: ANN401 - the kind tells its type
    match kind:
        case FileKind.CONFIG:
            return []
        case FileKind.STATUS:
            return [(tables.status_records, status_rows(content))]
        case FileKind.HOLDINGS:
            return [
                (tables.snapshots, snapshot_rows(content.snapshots)),
                (tables.lots, lot_rows(content.snapshots)),
                (tables.trade_log, trade_rows(content.trade_log)),
            ]
        case FileKind.RANKS:
            return [(tables.ranks, rank_rows(content))]
        case FileKind.BACKTEST:
            return [(tables.backtest_points, backtest_rows(content))]


async def _save_rows(db: AsyncConnection, table: Table, model: UUID, rows: Rows, change: Change) -> bool:
    owner = {"model_id": model}
    since = change.source.since
    if change.append and since is None:
        last = await fetch(db, _stored(table, owner, "position").order_by(table.c.position.desc()).limit(1))
        first = last[0][0] + 1 if last else 0
        beyond = [row for row in rows if row[0] > last[0][1]] if last else rows
        return await replace_rows(db, table, owner, [], beyond, first=first)
    old = await fetch(db, _stored(table, owner).order_by(table.c.position))
    if since:
        begin = datetime.combine(since, time.min) if "at" in table.c else since
        rows = [*(row for row in old if row[1] < begin), *(row for row in rows if row[1] >= begin)]
    return await replace_rows(db, table, owner, old, rows)


async def _save_findings(db: AsyncConnection, model: UUID, change: Change) -> bool:
    table, owner = tables.findings, {"model_id": model, "kind": change.source.kind.value}
    old = await fetch(db, _stored(table, owner).order_by(table.c.position))
    rows = finding_rows(change.findings)
    if change.append and change.source.since is None:
        rows = [*old, *(row for row in rows if row not in set(old))]
    return await replace_rows(db, table, owner, old, rows)


def _stored(table: Table, owner: Owner, *also: str) -> Select[*tuple[Any, ...]]:
    names = [*also, *(column.name for column in table.c if column.name not in {*owner, "position"})]
    mine = (table.c[name] == value for name, value in owner.items())
    return select(*(table.c[name] for name in names)).where(*mine)
