"""What every `AnswerCache` must do."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

import pytest
from redis.asyncio import Redis

from ballast_adapters.cache.redis import RedisAnswers
from ballast_adapters.clock import SystemClock
from ballast_adapters.memory.answers import MemoryAnswers
from ballast_core.market import AnswerCache, Kept

AT = datetime(2026, 11, 20, 12, 30, 15, 123456, tzinfo=UTC)
LONG = timedelta(hours=1)


@contextmanager
def running_redis() -> Generator[Path]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (scripts/system-packages)")
    with TemporaryDirectory(prefix="ballast-redis-") as folder:
        socket = Path(folder) / "socket"
        options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder]
        with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
            try:
                until = monotonic() + 10
                while not socket.exists() and monotonic() < until:
                    sleep(0.02)
                yield socket
            finally:
                server.terminate()


@pytest.fixture(scope="module")
def redis_socket() -> Generator[Path]:
    with running_redis() as socket:
        yield socket


@pytest.fixture(params=["memory", "redis"])
async def answers(request: pytest.FixtureRequest) -> AsyncGenerator[AnswerCache]:
    if request.param == "memory":
        yield MemoryAnswers(SystemClock())
        return
    socket: Path = request.getfixturevalue("redis_socket")
    async with RedisAnswers(f"unix://{socket}") as kept:
        yield kept


async def test_nothing_is_found_where_nothing_was_kept(answers: AnswerCache) -> None:
    """AC-01"""
    assert await answers.find("nobody kept this") is None


async def test_what_was_kept_is_found_as_it_was(answers: AnswerCache) -> None:
    """AC-02"""
    kept = Kept(bytes(range(256)) + b"\n\n", AT)
    await answers.keep("two", kept, LONG)
    assert await answers.find("two") == kept


async def test_the_last_answer_counts(answers: AnswerCache) -> None:
    """AC-03"""
    await answers.keep("three", Kept(b"old", AT), LONG)
    await answers.keep("three", Kept(b"new", AT + LONG), LONG)
    assert await answers.find("three") == Kept(b"new", AT + LONG)


async def test_answers_are_kept_apart_by_their_keys(answers: AnswerCache) -> None:
    """AC-04"""
    await answers.keep("four", Kept(b"4", AT), LONG)
    await answers.keep("four:other", Kept(b"5", AT), LONG)
    assert await answers.find("four") == Kept(b"4", AT)


async def test_an_answer_is_forgotten_after_its_time(answers: AnswerCache) -> None:
    """AC-05"""
    await answers.keep("five", Kept(b"5", AT), timedelta(milliseconds=30))
    await asyncio.sleep(0.1)
    assert await answers.find("five") is None


async def test_an_empty_answer_is_an_answer(answers: AnswerCache) -> None:
    """AC-06"""
    await answers.keep("six", Kept(b"", AT), LONG)
    assert await answers.find("six") == Kept(b"", AT)


async def test_a_redis_that_is_gone_keeps_nothing_and_breaks_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """AC-20"""
    async with RedisAnswers("redis://:secret-word@127.0.0.1:9/0") as answers:
        await answers.keep("x", Kept(b"1", AT), LONG)
        assert await answers.find("x") is None
    assert "Redis does not answer" in caplog.text
    assert "secret-word" not in caplog.text


async def test_several_servers_share_one_redis(redis_socket: Path) -> None:
    """AC-21"""
    url = f"unix://{redis_socket}"
    async with RedisAnswers(url) as here, RedisAnswers(url) as there:
        await here.keep("shared", Kept(b"1", AT), LONG)
        assert await there.find("shared") == Kept(b"1", AT)


@pytest.mark.parametrize("written", [b"", b"soon\n1", b"\xff\n1", b"2026-11-20T12:30:15\n1"])
async def test_what_somebody_else_wrote_there_is_nothing(redis_socket: Path, written: bytes) -> None:
    """AC-22"""
    url = f"unix://{redis_socket}"
    library: Any = Redis
    async with library.from_url(url) as stranger, RedisAnswers(url) as answers:
        await stranger.set("ballast:answer:odd", written)
        assert await answers.find("odd") is None
        await stranger.delete("ballast:answer:odd")
        await stranger.lpush("ballast:answer:odd", written)
        assert await answers.find("odd") is None
        await stranger.delete("ballast:answer:odd")
