"""Listen over many web sockets, and print as JSON how late each message came to each of them."""

import asyncio
import json
import sys
from contextlib import suppress
from time import monotonic
from typing import override

PATIENCE_S = 60.0
SENT = b'"sent":'
HEAD = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Listening(asyncio.Protocol):
    """One web socket; its messages are told apart and looked into no further than to the moment they bear."""

    def __init__(self, head: str, most: int) -> None:
        self.late_s: list[float] = []
        self.is_open, self.is_done = asyncio.Event(), asyncio.Event()
        self._most = most
        self._head = head
        self._bytes = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._head.encode())

    @override
    def data_received(self, data: bytes) -> None:
        now, had = monotonic(), self._bytes + data
        at = 0
        if not self.is_open.is_set():
            if b"\r\n\r\n" not in had:
                self._bytes = had
                return
            assert had.startswith(b"HTTP/1.1 101"), had
            at = had.index(b"\r\n\r\n") + 4
            self.is_open.set()
        while len(had) >= at + 4:
            size, begin = had[at + 1], at + 2
            if size == 126:
                size, begin = int.from_bytes(had[begin : begin + 2]), begin + 2
            if len(had) < begin + size:
                break
            message = had[begin : begin + size]
            if (found := message.find(SENT)) >= 0:
                self.late_s.append(now - float(message[found + len(SENT) :].partition(b"}")[0]))
            at = begin + size
        self._bytes = had[at:]
        if len(self.late_s) >= self._most:
            self.is_done.set()


async def main(host: str, path: str, listeners: str, messages: str) -> None:
    """Open all, say so, and listen until each has heard all messages, or for a minute."""
    name, port = host.split(":")
    loop = asyncio.get_running_loop()
    head = HEAD.format(path=path, host=host)
    lines = [
        (await loop.create_connection(lambda: Listening(head, int(messages)), name, int(port)))[1]
        for _ in range(int(listeners))
    ]
    for line in lines:
        await line.is_open.wait()
    sys.stdout.write("open\n")
    sys.stdout.flush()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            for line in lines:
                await line.is_done.wait()
    json.dump([line.late_s for line in lines], sys.stdout)


asyncio.run(main(*sys.argv[1:]))
