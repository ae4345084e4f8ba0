"""SqlAccessStore: owner, sessions, tokens, share links and the audit log in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.base import Executable

from ballast_adapters.sql.engine import reading, writing
from ballast_adapters.sql.schema import access as tables
from ballast_adapters.sql.tracking_rows import storable
from ballast_core.access import Action, Owner, OwnerExistsError, Session, SetupCode, Share, Token
from ballast_core.shared.entity import Entity


class SqlAccessStore:
    """Fits all stores of access; each method is one statement or one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def owner(self) -> Owner | None:
        """Return the owner, or None before there is one."""
        return _first(await self._rows(Owner, select(*_but(tables.owner, "one"))))

    async def create_owner(self, owner: Owner) -> None:
        """Store the first owner and forget the setup code. Raises `OwnerExistsError`; of two one wins."""
        fresh = insert(tables.owner).values(_row(owner)).on_conflict_do_nothing()
        async with writing(self._engine) as db:
            if not await _changed(db, fresh.returning(tables.owner.c.one)):
                raise OwnerExistsError
            await db.execute(delete(tables.setup_code))

    async def save_owner(self, owner: Owner) -> None:
        """Store the owner, whether there was one or not; and forget the setup code."""
        async with writing(self._engine) as db:
            await db.execute(_replace_the_one(tables.owner, _row(owner)))
            await db.execute(delete(tables.setup_code))

    async def setup_code(self) -> SetupCode | None:
        """Return the code that was stored last, or None."""
        return _first(await self._rows(SetupCode, select(*_but(tables.setup_code, "one"))))

    async def save_setup_code(self, code: SetupCode) -> None:
        """Store a code; the one before counts no more."""
        await self._write(_replace_the_one(tables.setup_code, _row(code)))

    async def session(self, secret_hash: str) -> Session | None:
        """Return the session with this hash, be it the present or the former one; or None."""
        if not secret_hash:
            return None  # a session that never rotated has no former hash
        t = tables.sessions.c
        known = or_(t.secret_hash == secret_hash, t.former_hash == secret_hash)
        return _first(await self._rows(Session, select(tables.sessions).where(known)))

    async def sessions(self) -> Sequence[Session]:
        """Return all that are stored, the one seen last first."""
        t = tables.sessions.c
        return await self._rows(Session, select(tables.sessions).order_by(t.seen_at.desc(), t.id))

    async def add_session(self, session: Session) -> None:
        """Store a new session."""
        await self._write(insert(tables.sessions).values(_row(session)))

    async def mark_session_seen(self, session_id: str, at: datetime) -> None:
        """Note when it was last used; does nothing when there is none, or a later use is noted."""
        t = tables.sessions.c
        await self._write(
            update(tables.sessions).where(t.id == session_id, t.seen_at < at).values(seen_at=at)
        )

    async def rotate_session(self, session: Session, from_hash: str) -> bool:
        """Replace a session whose present hash still is `from_hash`; tell whether it was."""
        t = tables.sessions.c
        still = update(tables.sessions).where(t.id == session.id, t.secret_hash == from_hash)
        return bool(await self._write(still.values(_row(session)).returning(t.id)))

    async def end_session(self, session_id: str) -> bool:
        """Forget a session; tell whether there was one."""
        t = tables.sessions.c
        ended = delete(tables.sessions).where(t.id == storable(session_id))
        return bool(await self._write(ended.returning(t.id)))

    async def end_sessions(self, *, but: str = "") -> int:
        """Forget all sessions, save the one with this id; return how many."""
        t = tables.sessions.c
        ended = delete(tables.sessions).where(t.id != storable(but))
        return await self._write(ended.returning(t.id))

    async def token(self, token_id: str) -> Token | None:
        """Return the token with this id, or None."""
        return _first(await self._rows(Token, _with_id(tables.tokens, token_id)))

    async def tokens(self) -> Sequence[Token]:
        """Return all tokens, the newest first."""
        return await self._rows(Token, _newest_first(tables.tokens))

    async def add_token(self, token: Token) -> None:
        """Store a new token."""
        await self._write(insert(tables.tokens).values(_row(token)))

    async def revoke_token(self, token_id: str, at: datetime) -> bool:
        """Note since when it opens nothing, unless that is noted; tell whether there is such a one."""
        return await self._revoke(tables.tokens, token_id, at)

    async def mark_token_used(self, token_id: str, at: datetime) -> None:
        """Note when a token was last used; does nothing when there is none, or a later use is noted."""
        await self._mark_used(tables.tokens, token_id, at)

    async def share(self, share_id: str) -> Share | None:
        """Return the share link with this id, or None."""
        return _first(await self._rows(Share, _with_id(tables.shares, share_id)))

    async def shares(self) -> Sequence[Share]:
        """Return all share links, the newest first."""
        return await self._rows(Share, _newest_first(tables.shares))

    async def add_share(self, share: Share) -> None:
        """Store a new share link."""
        await self._write(insert(tables.shares).values(_row(share)))

    async def revoke_share(self, share_id: str, at: datetime) -> bool:
        """Note since when it opens nothing, unless that is noted; tell whether there is such a one."""
        return await self._revoke(tables.shares, share_id, at)

    async def mark_share_used(self, share_id: str, at: datetime) -> None:
        """Note when a link was last opened; does nothing when there is none, or a later use is noted."""
        await self._mark_used(tables.shares, share_id, at)

    async def add_action(self, action: Action) -> None:
        """Add one at the end."""
        await self._write(insert(tables.actions).values(_row(action)))

    async def actions(self, limit: int, offset: int) -> Sequence[Action]:
        """Return actions, the newest first."""
        newest = select(*_but(tables.actions, "id")).order_by(tables.actions.c.id.desc())
        return await self._rows(Action, newest.limit(limit).offset(offset))

    async def action_total(self) -> int:
        """Return how many there are."""
        async with reading(self._engine) as db:
            return (await db.execute(select(func.count()).select_from(tables.actions))).scalar_one()

    async def _revoke(self, table: Table, key_id: str, at: datetime) -> bool:
        revoked = update(table).where(table.c.id == storable(key_id))
        first = func.coalesce(table.c.revoked_at, at)
        return bool(await self._write(revoked.values(revoked_at=first).returning(table.c.id)))

    async def _mark_used(self, table: Table, key_id: str, at: datetime) -> None:
        earlier = or_(table.c.used_at.is_(None), table.c.used_at < at)
        await self._write(update(table).where(table.c.id == key_id, earlier).values(used_at=at))

    async def _rows[E: Entity](self, kind: type[E], statement: Select[*tuple[Any, ...]]) -> list[E]:
        async with reading(self._engine) as db:
            found = await db.execute(statement)
            return [kind.model_validate(row) for row in found.mappings()]

    async def _write(self, statement: Executable) -> int:
        async with writing(self._engine) as db:
            return await _changed(db, statement)


async def _changed(db: AsyncConnection, statement: Executable) -> int:
    """Return how many rows a statement gave back; none when it was not asked to."""
    done = await db.execute(statement)
    return len(done.all()) if done.returns_rows else 0


def _replace_the_one(table: Table, row: Mapping[str, Any]) -> Executable:
    return insert(table).values(row).on_conflict_do_update(index_elements=[table.c.one], set_=row)


def _with_id(table: Table, key_id: str) -> Select[*tuple[Any, ...]]:
    return select(table).where(table.c.id == storable(key_id))


def _newest_first(table: Table) -> Select[*tuple[Any, ...]]:
    return select(table).order_by(table.c.created_at.desc(), table.c.id)


def _but(table: Table, key: str) -> list[ColumnElement[Any]]:
    return [column for column in table.c if column.name != key]


def _first[E](found: Sequence[E]) -> E | None:
    return found[0] if found else None


def _row(entity: Entity) -> dict[str, Any]:
    return {name: _storable(value) for name, value in entity.model_dump().items()}


def _storable(value: Any) -> Any:  # noqa: ANN401 - as many types as there are columns
    match value:
        case str():
            return storable(value)
        case tuple():
            return [storable(text) for text in cast("tuple[str, ...]", value)]
        case _:
            return value
