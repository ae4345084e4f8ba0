"""A server with live channels, and the lines of those who listen."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import JsonValue
from tests.in_memory import Bench
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from ballast_adapters.settings import Settings
from ballast_core.shared.events import Event, Topic
from ballast_web.serving import PatientProtocol, server_of

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


class ShortPatience(PatientProtocol):
    request_s = 0.4


@asynccontextmanager
async def served(bench: Bench, settings: Settings | None = None) -> AsyncGenerator[int]:
    """Serve on a free port and yield that."""
    server = server_of(bench.web(settings))
    server.config.http = ShortPatience
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield listening.getsockname()[1]
        server.should_exit = True
        async with asyncio.timeout(5):  # with listeners attached, too
            await running


def opened(port: int, path: str, **headers: str) -> connect:
    return connect(f"ws://127.0.0.1:{port}{path}", additional_headers=headers)


def event(topic: Topic, subject: str, **data: JsonValue) -> Event:
    return Event(topic=topic, subject=subject, at=AT, data=data)


async def heard(line: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(5):
        said: dict[str, Any] = {"heartbeat": ""}
        while "heartbeat" in said:
            said = json.loads(await line.recv())
        return said


async def refusal(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Return status and code with which a socket is not opened."""
    with pytest.raises(InvalidStatus) as refused:
        async with opened(port, path, **headers):
            pass
    answer = refused.value.response
    return answer.status_code, json.loads(answer.body or b"{}").get("type", "")
