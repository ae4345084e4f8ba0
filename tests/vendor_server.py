"""A provider on this machine, which answers as told and misbehaves as told."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ballast_adapters.http import Patience, VendorHttp
from ballast_adapters.memory.market_runs import MemoryQuotas
from ballast_core.market import QuotaStore
from ballast_core.shared.ports import Clock

REPLIES = Path(__file__).parent / "replies"
KEY = "K3Y-that-nobody-may-read"
BRISK = Patience(
    connect_s=2, read_s=0.2, answer_s=0.4, tries=2, backoff_s=0.001, longest_wait_s=0.5, answer_bytes=200_000
)


@dataclass(frozen=True)
class Asked:
    """A question, as it came."""

    path: str
    parameters: dict[str, str]
    headers: dict[str, str]


type Play = Callable[[asyncio.StreamWriter, bytes], Awaitable[None]]
"""What is done instead of answering: it is handed the answer that would have been given."""


@dataclass
class FakeVendor:
    """Answers what `answer` says; first it plays `faults`, one a question, and `always` when there is one."""

    answer: Callable[[Asked], bytes | None]
    url: str = ""
    asked: list[Asked] = field(default_factory=list[Asked])
    faults: list[Play] = field(default_factory=list[Play])
    always: Play | None = None
    talks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.ensure_future(self._serve(reader, writer))
        self.talks.add(talk)
        talk.add_done_callback(self.talks.discard)

    async def close(self) -> None:
        """Break off all talks."""
        talks = list(self.talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(ConnectionError):
            while head := await _head(reader):
                asked = _read(head)
                self.asked.append(asked)
                content = self.answer(asked)
                play = self.faults.pop(0) if self.faults else self.always
                if content is None:
                    await status(404)(writer, b"")
                elif play is None:
                    await _whole(writer, 200, content)
                else:
                    await play(writer, content)
                if writer.is_closing():
                    return


@asynccontextmanager
async def vendor_server(answer: Callable[[Asked], bytes | None]) -> AsyncGenerator[FakeVendor]:
    """Yield a provider that listens on this machine."""
    vendor = FakeVendor(answer)
    server = await asyncio.start_server(vendor.talk, "127.0.0.1", 0)
    vendor.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield vendor
    finally:
        server.close()
        await vendor.close()


@asynccontextmanager
async def vendor_http(
    clock: Clock, patience: Patience = BRISK, quotas: QuotaStore | None = None
) -> AsyncGenerator[VendorHttp]:
    """Yield a client that is in a hurry."""
    http = VendorHttp(quotas or MemoryQuotas(), clock, patience)
    try:
        yield http
    finally:
        await http.close()


def saved(name: str) -> bytes:
    """Return a saved reply."""
    return (REPLIES / name).read_bytes()


def status(code: int, body: bytes = b"{}", **headers: str) -> Play:
    async def play(writer: asyncio.StreamWriter, _content: bytes) -> None:
        await _whole(writer, code, body, **headers)

    return play


def instead(body: bytes, kind: str = "application/json") -> Play:
    async def play(writer: asyncio.StreamWriter, _content: bytes) -> None:
        await _whole(writer, 200, body, content_type=kind)

    return play


def changed(change: Callable[[bytes], bytes]) -> Play:
    async def play(writer: asyncio.StreamWriter, content: bytes) -> None:
        await _whole(writer, 200, change(content))

    return play


async def truncated(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content))
    writer.write(content[: len(content) // 2])
    await writer.drain()
    writer.close()


async def dropped(writer: asyncio.StreamWriter, _content: bytes) -> None:
    writer.close()
    await asyncio.sleep(0)


async def silent(_writer: asyncio.StreamWriter, _content: bytes) -> None:
    await asyncio.sleep(2)


async def trickling(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content))
    for position in range(len(content)):
        writer.write(content[position : position + 1])
        await writer.drain()
        await asyncio.sleep(0.05)


async def endless(writer: asyncio.StreamWriter, _content: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        writer.write(b" " * 50_000)
        await writer.drain()


async def _whole(writer: asyncio.StreamWriter, code: int, body: bytes, **headers: str) -> None:
    lines = [f"HTTP/1.1 {code} {'OK' if code == 200 else 'Trouble'}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


def _read(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    address = urlsplit(first.split(" ")[1])
    parameters = {name: values[-1] for name, values in parse_qs(address.query).items()}
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    kept = {line.split(": ", 1)[0].lower(): line.split(": ", 1)[1] for line in lines if ": " in line}
    return Asked(address.path, parameters, headers | kept)


def renamed(content: bytes, old: str, new: str) -> bytes:
    """Return JSON or CSV in which a column is called otherwise."""
    as_json, as_csv = f'"{old}":', f",{old},"
    return content.replace(as_json.encode(), f'"{new}":'.encode()).replace(
        as_csv.encode(), f",{new},".encode()
    )
