"""SqlTradeStore: files of trades, uploads and column mappings in PostgreSQL."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.schema.trades import books, files, mappings, revision, uploads
from ballast_adapters.sql.tracking_rows import storable
from ballast_adapters.sql.trade_parquet import decoded_book, encoded_book
from ballast_adapters.sql.trade_rows import STRATEGY, file_row, mapping_row, upload_row
from ballast_core.trades import (
    AmbiguousFileError,
    ChangedMeanwhileError,
    ColumnMapping,
    MappingNotFoundError,
    TradeBook,
    TradeFile,
    TradeFileNotFoundError,
    Upload,
)

_PLACE = (
    files.c.symbol.collate("C"),
    files.c.interval_minutes.nulls_last(),
    files.c.name.collate("C"),
    files.c.id.collate("C"),
)


# Whoever changes files holds the row of the revision: of two at once one waits, and sees what the other did.
_RENEW = update(revision).values(value=func.gen_random_uuid())
_FRESH = (
    insert(files)
    .values({column.name: bindparam(column.name) for column in files.c})
    .on_conflict_do_nothing()
    .returning(files.c.id)
    .cte("fresh")
)
_ADD = (
    insert(books)
    .from_select(
        ["file_id", "trades", "daily"],
        select(_FRESH.c.id, bindparam("trades", type_=LargeBinary), bindparam("daily", type_=LargeBinary)),
    )
    .returning(books.c.file_id)
)
_SAME_STRATEGY = select(files.c.id).where(
    *(files.c[name] == bindparam(name) for name in STRATEGY), files.c.id != bindparam("id")
)
_FORGET = (
    delete(files).where(files.c.id == func.any(bindparam("ids", type_=ARRAY(Text)))).returning(files.c.id)
)


class SqlTradeStore:
    """Fits all stores of trade lists; each method that changes something is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def files(self) -> Sequence[TradeFile]:
        """Return all files by symbol, interval and name; empty when there is none."""
        return await self._files(select(files).order_by(*_PLACE))

    async def file(self, ref: str) -> TradeFile:
        """Return the file of this id, or of this name when only one has it.

        Raises `TradeFileNotFoundError`, `AmbiguousFileError`.
        """
        asked = storable(ref)
        found = await self._files(
            select(files).where(or_(files.c.id == asked, files.c.name == asked)).order_by(*_PLACE)
        )
        called = [file for file in found if file.id == ref] or found
        if not called:
            raise TradeFileNotFoundError(ref)
        if len(called) > 1:
            raise AmbiguousFileError(ref, [file.id for file in called])
        return called[0]

    async def books(self, ids: Sequence[str]) -> Mapping[str, TradeBook]:
        """Return the rows of files by id. Raises `TradeFileNotFoundError` for the first that is not there."""
        rows = await self._encoded(ids)
        missing = next((one for one in ids if one not in rows), None)
        if missing is not None:
            raise TradeFileNotFoundError(missing)
        found: dict[str, TradeBook] = {}
        for one in ids:
            found[one] = decoded_book(*rows.pop(one)) if one in rows else found[one]
            await asyncio.sleep(0)  # a millisecond each: whoever else waits comes in between
        return found

    async def add(
        self,
        file: TradeFile,
        book: TradeBook,
        *,
        replaces: Sequence[str] = (),
        seen: Sequence[str] | None = None,
    ) -> bool:
        """Store a file and its rows, and forget those it replaces; tell whether it was new.

        The same id again changes nothing but what it replaces. Raises `ChangedMeanwhileError`.
        """
        trades, daily = encoded_book(book)
        row = file_row(file) | {"trades": trades, "daily": daily}
        others = [storable(one) for one in replaces if one != file.id]
        new = False
        with suppress(_NothingChangedError):
            async with writing(self._engine) as db:
                await db.execute(_RENEW)
                if seen is not None:
                    await _require(db, file, row, seen)
                new = bool((await db.execute(_ADD, row)).all())
                gone = bool(others) and (await db.execute(_FORGET, {"ids": others})).all()
                if not (new or gone):
                    raise _NothingChangedError
        return new

    async def remove(self, file_id: str) -> None:
        """Forget a file and its rows. Raises `TradeFileNotFoundError`."""
        async with writing(self._engine) as db:
            await db.execute(_RENEW)
            if not (await db.execute(_FORGET, {"ids": [storable(file_id)]})).all():
                raise TradeFileNotFoundError(file_id)

    async def revision(self) -> str:
        """Return a text that changes whenever the stored files change, and never otherwise."""
        async with reading(self._engine) as db:
            return str((await db.execute(select(revision.c.value))).scalar_one())

    async def stage(self, upload: Upload, content: bytes) -> None:
        """Keep a file. Keeping the same id again replaces it."""
        row = upload_row(upload) | {"content": content}
        fresh = insert(uploads).values(row)
        async with writing(self._engine) as db:
            await db.execute(fresh.on_conflict_do_update(index_elements=[uploads.c.id], set_=row))

    async def staged(self, upload_id: str) -> tuple[Upload, bytes] | None:
        """Return a file that was kept, or None."""
        async with reading(self._engine) as db:
            found = await db.execute(select(uploads).where(uploads.c.id == storable(upload_id)))
            row = found.mappings().one_or_none()
        if row is None:
            return None
        facts = {name: value for name, value in row.items() if name != "content"}
        return Upload.model_validate(facts), row["content"]

    async def drop(self, upload_ids: Sequence[str]) -> None:
        """Forget files; those that are not there do no harm."""
        async with writing(self._engine) as db:
            await db.execute(delete(uploads).where(_any_of(uploads.c.id, upload_ids)))

    async def drop_before(self, at: datetime) -> int:
        """Forget files that were kept before a moment; return how many."""
        stale = delete(uploads).where(uploads.c.added_at < at).returning(uploads.c.id)
        async with writing(self._engine) as db:
            return len((await db.execute(stale)).all())

    async def mappings(self) -> Sequence[ColumnMapping]:
        """Return all by name."""
        async with reading(self._engine) as db:
            found = await db.execute(select(mappings).order_by(mappings.c.name.collate("C")))
            return [ColumnMapping.model_validate(row) for row in found.mappings()]

    async def save_mapping(self, mapping: ColumnMapping) -> None:
        """Store a mapping under its name; the last one saved counts."""
        row = mapping_row(mapping)
        fresh = insert(mappings).values(row)
        async with writing(self._engine) as db:
            await db.execute(fresh.on_conflict_do_update(index_elements=[mappings.c.name], set_=row))

    async def drop_mapping(self, name: str) -> None:
        """Forget a mapping. Raises `MappingNotFoundError`."""
        dropped = delete(mappings).where(mappings.c.name == storable(name)).returning(mappings.c.name)
        async with writing(self._engine) as db:
            if not (await db.execute(dropped)).all():
                raise MappingNotFoundError(name)

    async def _encoded(self, ids: Sequence[str]) -> dict[str, tuple[bytes, bytes | None]]:
        if not ids:
            return {}
        asked = select(books).where(_any_of(books.c.file_id, ids))
        async with reading(self._engine) as db:
            return {row.file_id: (row.trades, row.daily) for row in await db.execute(asked)}

    async def _files(self, statement: Select[*tuple[Any, ...]]) -> list[TradeFile]:
        async with reading(self._engine) as db:
            found = await db.execute(statement)
            return [TradeFile.model_validate(row) for row in found.mappings()]


class _NothingChangedError(Exception):
    """Takes a transaction back that would only have changed the revision."""


async def _require(db: AsyncConnection, file: TradeFile, row: Mapping[str, Any], seen: Sequence[str]) -> None:
    there = await db.execute(_SAME_STRATEGY, {name: row[name] for name in ("id", *STRATEGY)})
    if set(there.scalars()) != set(seen):
        raise ChangedMeanwhileError(file.name)


def _any_of(column: ColumnElement[str], ids: Sequence[str]) -> ColumnElement[bool]:
    return column == func.any([storable(one) for one in ids])
