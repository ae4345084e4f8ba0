"""What is backed up comes back, all of it or nothing."""

import asyncio
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from tests.builders import NOON, a_change, a_finding, a_lot, a_model, a_snapshot, rows, status_of
from tests.market_builders import bars, observations
from tests.servers import database
from tests.trade_builders import a_book, a_file, same_book

from ballast_adapters.postgres import client_program
from ballast_adapters.sql.access import SqlAccessStore
from ballast_adapters.sql.backup import FindProgram, backup, restore
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.errors import (
    BackupFileError,
    DatabaseNotEmptyError,
    DatabaseOutdatedError,
    DatabaseUnavailableError,
)
from ballast_adapters.sql.market import SqlMarket
from ballast_adapters.sql.migrate import HEAD, current, upgrade
from ballast_adapters.sql.tracking import SqlTrackingStore
from ballast_adapters.sql.trades import SqlTradeStore
from ballast_core.access import Owner, SetupCode
from ballast_core.shared.dates import DateSpan
from ballast_core.tracking import FileKind, FindingQuery, HoldingsContent, ModelUpdate

pytestmark = pytest.mark.postgres

PINE, HMA = a_model("naz100_pine", parameters={"uma": "hma", "days": 2.0}), a_model("naz100_hma")
STATUS = a_change(FileKind.STATUS, status_of(("2026-03-02T16:41:00.000001", 0.1 + 0.2)), a_finding())
BLOCK = a_snapshot(PINE.id, date(2026, 1, 30), a_lot("KLAC", "5.0", "1427.94"))
HOLDINGS = a_change(FileKind.HOLDINGS, HoldingsContent((BLOCK,), ()))


@pytest.fixture(scope="module", params=["embedded_server", "second_server"])
def server(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


@pytest.fixture
def empty(server: str) -> Iterator[str]:
    """A database without tables."""
    with database(server) as url:
        yield url


@pytest.fixture
def old(server: str) -> Iterator[str]:
    """Another database without tables."""
    with database(server) as url:
        yield url


@pytest.fixture
def filled(server: str) -> Iterator[str]:
    """A database with a model in it."""
    with database(server) as url:
        asyncio.run(fill(url, ModelUpdate(PINE, status=STATUS, holdings=HOLDINGS)))
        yield url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ballast.dump"


async def fill(url: str, update: ModelUpdate) -> None:
    async with open_engine(url) as engine:
        await upgrade(engine)
        await SqlTrackingStore(engine).apply(update)


async def contents(url: str) -> tuple[object, ...]:
    async with open_engine(url) as engine:
        store = SqlTrackingStore(engine)
        return (
            await current(engine),
            await store.revision(),
            list(await store.models()),
            list(await store.sources(PINE.id)),
            rows(await store.status(PINE.id)),
            list(await store.snapshots(PINE.id)),
            list(await store.findings(FindingQuery())),
        )


async def run(url: str, statement: str) -> None:
    async with open_engine(url) as engine, engine.begin() as db:
        await db.execute(text(statement))


async def test_a_backup_restored_into_an_empty_place_gives_the_same_answers(
    filled: str, empty: str, file: Path
) -> None:
    await backup(filled, file, client_program)
    await restore(empty, file, client_program)
    assert await contents(empty) == await contents(filled)


async def test_files_of_trades_come_back_with_their_rows(filled: str, empty: str, file: Path) -> None:
    kept, book = a_file(), a_book(1.0, -2.5)
    async with open_engine(filled) as engine:
        await SqlTradeStore(engine).add(kept, book)
    await backup(filled, file, client_program)
    await restore(empty, file, client_program)
    async with open_engine(empty) as engine:
        store = SqlTradeStore(engine)
        assert list(await store.files()) == [kept]
        assert same_book((await store.books([kept.id]))[kept.id], book)


async def test_tables_without_rows_count_as_empty(filled: str, empty: str, file: Path) -> None:
    await backup(filled, file, client_program)
    async with open_engine(empty) as engine:
        await upgrade(engine)
    await restore(empty, file, client_program)
    assert await contents(empty) == await contents(filled)


async def test_who_may_come_in_comes_back(filled: str, empty: str, file: Path) -> None:
    owner = Owner(password_hash="x", created_at=NOON, password_changed_at=NOON)
    async with open_engine(filled) as engine:
        await SqlAccessStore(engine).save_owner(owner)
    await backup(filled, file, client_program)
    await restore(empty, file, client_program)
    async with open_engine(empty) as engine:
        assert await SqlAccessStore(engine).owner() == owner


async def test_a_backup_from_before_access_can_be_brought_up_to_date(
    old: str, empty: str, file: Path
) -> None:
    async with open_engine(old) as engine:
        await upgrade(engine, "0001")
    await backup(old, file, client_program)
    await restore(empty, file, client_program)
    async with open_engine(empty) as engine:
        assert await current(engine) == "0001"
        await upgrade(engine)
        assert await current(engine) == HEAD
        assert await SqlAccessStore(engine).owner() is None


async def test_a_setup_code_alone_counts_as_empty(filled: str, empty: str, file: Path) -> None:
    await backup(filled, file, client_program)
    async with open_engine(empty) as engine:
        await upgrade(engine)
        await SqlAccessStore(engine).save_setup_code(SetupCode(code_hash="x", expires_at=NOON))
    await restore(empty, file, client_program)
    assert await contents(empty) == await contents(filled)


async def test_what_is_stored_is_not_overwritten(filled: str, file: Path) -> None:
    await backup(filled, file, client_program)
    await fill(filled, ModelUpdate(HMA))
    before = await contents(filled)
    with pytest.raises(DatabaseNotEmptyError):
        await restore(filled, file, client_program)
    assert await contents(filled) == before


async def test_a_replacement_takes_the_place_of_all_that_is_ours_and_of_nothing_else(
    filled: str, file: Path
) -> None:
    before = await contents(filled)
    await backup(filled, file, client_program)
    await fill(filled, ModelUpdate(HMA))
    await run(filled, "create table tracking.of_a_later_version (id int)")
    await run(filled, "create table public.somebody_elses (id int)")
    await restore(filled, file, client_program, replace=True)
    assert await contents(filled) == before
    await run(filled, "insert into public.somebody_elses values (1)")
    with pytest.raises(Exception, match="does not exist"):
        await run(filled, "table tracking.of_a_later_version")


@pytest.mark.parametrize("keep", [0.0, 0.01, 0.6])
async def test_a_backup_that_breaks_off_leaves_all_as_before(filled: str, file: Path, keep: float) -> None:
    before = await contents(filled)
    await backup(filled, file, client_program)
    cut(file, keep)
    with pytest.raises(BackupFileError, match=r"ballast\.dump"):
        await restore(filled, file, client_program, replace=True)
    assert await contents(filled) == before


async def test_a_restore_that_fails_half_way_leaves_all_as_before(filled: str, file: Path) -> None:
    await run(filled, "create type public.mood as enum ('good')")
    await run(filled, "create table tracking.moods (mood public.mood)")
    await backup(filled, file, client_program)
    await run(filled, "drop type public.mood cascade")
    before = await contents(filled)
    with pytest.raises(BackupFileError, match=r"public\.mood"):
        await restore(filled, file, client_program, replace=True)
    assert await contents(filled) == before


async def test_the_backup_of_something_else_leaves_all_as_before(filled: str, file: Path) -> None:
    await backup(filled, file, wrapped(file, "--exclude-table=ballast.alembic_version"))
    before = await contents(filled)
    with pytest.raises(BackupFileError, match="alembic_version"):
        await restore(filled, file, client_program, replace=True)
    assert await contents(filled) == before


async def test_a_missing_file_is_named(empty: str, file: Path) -> None:
    with pytest.raises(BackupFileError, match=r"ballast\.dump.*No such file"):
        await restore(empty, file, client_program)


async def test_only_its_owner_can_read_a_backup(filled: str, file: Path) -> None:
    await backup(filled, file, client_program)
    assert os.stat(file).st_mode & 0o777 == 0o600  # noqa: PTH116 - the async rules know pathlib only


async def test_a_backup_that_fails_leaves_the_older_one(filled: str, file: Path) -> None:
    await backup(filled, file, client_program)
    with pytest.raises(DatabaseUnavailableError, match="no matching tables"):
        await backup(filled, file, wrapped(file, "--table=nothing"))
    await restore(filled, file, client_program, replace=True)
    assert {one for one in os.listdir(file.parent) if file.name in one} == {file.name}  # noqa: PTH208 - as above


async def test_where_nothing_is_ours_there_is_nothing_to_back_up(empty: str, file: Path) -> None:
    with pytest.raises(DatabaseOutdatedError, match="nothing to back up"):
        await backup(empty, file, client_program)


@pytest.mark.parametrize("place", ["missing/ballast.dump", "."])
async def test_a_place_that_cannot_be_written_to_is_named(filled: str, tmp_path: Path, place: str) -> None:
    with pytest.raises(BackupFileError, match=r"No such file|directory|busy"):
        await backup(filled, tmp_path / place, client_program)


async def test_the_password_stays_off_the_command_line(filled: str, file: Path) -> None:
    parts = urlsplit(filled)
    if not parts.password:
        pytest.skip("this server asks for no password")
    bare = parts._replace(netloc=f"{parts.username}@{parts.hostname}:{parts.port}")
    for url in (filled, bare._replace(query=f"password={parts.password}").geturl()):
        await backup(url, file, wrapped(file))
        await restore(url, file, wrapped(file), replace=True)
    seen = arguments_seen(file)
    assert parts.password not in seen
    assert seen.count("--dbname=postgresql://") == 4


def wrapped(file: Path, *more: str) -> FindProgram:
    """Run the program with more arguments, and note all of them."""

    def find(name: str, major: int) -> Path:
        wrapper = file.with_name(name)
        command = f'{client_program(name, major)} {" ".join(more)} "$@"'
        wrapper.write_text(f'#!/bin/sh\necho "$@" >> {file.with_name("seen")}\nexec {command}\n')
        wrapper.chmod(0o700)
        return wrapper

    return find


def arguments_seen(file: Path) -> str:
    return file.with_name("seen").read_text()


def cut(file: Path, keep: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep)])


async def test_market_data_come_back(filled: str, empty: str, file: Path) -> None:
    async with open_engine(filled) as engine:
        market = SqlMarket(engine)
        await market.bars.add_bars(bars([10.25, 11]), {}, NOON)
        await market.bars.add_bars(bars([10.25, 12]), {}, NOON)
        await market.economy.add_observations([observations(("2024-01-01", "2024-02-01", 3.5))])
        before = await all_of(market)
    await backup(filled, file, client_program)
    await restore(empty, file, client_program)
    async with open_engine(empty) as engine:
        assert await all_of(SqlMarket(engine)) == before


async def all_of(market: SqlMarket) -> list[object]:
    found = await market.bars.bars("AAA", DateSpan())
    known = await market.economy.observations("RATE")
    return [
        found.close.tolist(),
        (await market.bars.held(["AAA"], DateSpan()))["AAA"].days.tolist(),
        list(await market.bars.revisions("AAA")),
        known and known.values.tolist(),
        await market.universe.revision(),
    ]
