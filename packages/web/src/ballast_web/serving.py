"""The web server: what it takes of clients that are slow, many, or never done."""

import asyncio
import socket
from typing import Any, override

import h11
from fastapi import FastAPI
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from ballast_web.live.messages import FRAMES

REQUEST_S = 20.0
READ_S = 60.0
SENT_BYTES = 64 * 2**10
READ_BYTES = 16 * 2**10
KEEP_ALIVE_S = 10
SHUTDOWN_S = 10
MOST_CONNECTIONS = 300
LARGEST_HEAD = 32 * 2**10
LARGEST_MESSAGE = 16 * 2**10
WAITING_BYTES = 64 * 2**10
PING_S = 20.0


class _ReadInTime(asyncio.Protocol):
    """Closes on who takes less than `READ_BYTES` of what waits in each `read_s`."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    read_s = READ_S

    _reading: asyncio.TimerHandle | None = None

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reader()

    @override
    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._taken()
        super().connection_lost(exc)

    def _await_reader(self) -> None:
        waiting = self.transport.get_write_buffer_size()

        def look() -> None:
            if self.transport.get_write_buffer_size() > waiting - READ_BYTES:
                self.transport.abort()  # closing would wait for them, too
            else:
                self._await_reader()

        self._reading = self.loop.call_later(self.read_s, look)

    def _taken(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None


class PatientProtocol(_ReadInTime, H11Protocol):
    """HTTP/1.1 that closes on who has not sent a whole request in time, however busily they drip.

    A large body has time while at least `SENT_BYTES` of it come in each `request_s` and are wanted. Who does
    not take their answer is closed on, too: at least `READ_BYTES` of it in each `read_s`.
    """

    request_s = REQUEST_S
    sent_bytes = SENT_BYTES

    _deadline: asyncio.TimerHandle | None = None
    _received = 0
    _is_handed_over = False

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # any byte that waits is to pause us, also after the last one
        self._watch()

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._received += len(data)
        self._watch()

    @override
    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._is_handed_over = True
        self._rest()
        super().handle_websocket_upgrade(event)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def _watch(self) -> None:
        if self._is_handed_over or self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._rest()
        elif self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.request_s, self._end, self._received + self.sent_bytes)

    def _end(self, wanted: int) -> None:
        self._deadline = None
        sending = self.conn.their_state is h11.SEND_BODY and not self.cycle.response_complete
        if sending and self._received >= wanted:
            self._watch()
        else:
            self.transport.close()

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class PatientSocket(_ReadInTime, WebSocketsSansIOProtocol):
    """A web socket that closes on who takes less than `READ_BYTES` of what waits in each `read_s`.

    Messages that many get can be sent as `frames`, whose bytes were made once for all of them.
    """

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(WAITING_BYTES)

    @override
    async def run_asgi(self) -> None:
        self.scope.setdefault("extensions", {})[FRAMES] = {}
        await super().run_asgi()

    @override
    async def send(self, message: Any) -> None:
        frames: bytes | None = message.get("frames")
        if frames is None:
            await super().send(message)
            return
        await self.writable.wait()
        if self.disconnected or self.conn.state is not State.OPEN:
            raise ClientDisconnected
        self.transport.write(frames)


class LiveServer(Server):
    """A server that ends its live channels when it stops: nobody else would, and it would wait for them."""

    def __init__(self, config: Config, web: FastAPI) -> None:
        super().__init__(config)
        self._web = web

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if (live := getattr(self._web.state, "live", None)) is not None:
            live.end()
        await super().shutdown(sockets)


def server_of(web: FastAPI) -> Server:
    """Return a server that has yet to be given its sockets. It believes no proxy: the guard knows whom."""
    return LiveServer(
        Config(
            web,
            http=PatientProtocol,
            ws=PatientSocket,
            ws_max_size=LARGEST_MESSAGE,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PING_S,
            ws_per_message_deflate=False,  # it would cost more than the line, for each listener anew
            log_config=None,
            log_level="critical",  # what goes wrong the guard and the command tell
            access_log=False,
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=SHUTDOWN_S,
        ),
        web,
    )
