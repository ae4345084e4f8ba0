"""Web sockets: `/ws/monitor` tells what happens to market data, `/ws/price-ticks` tells prices."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from pydantic import Field, ValidationError
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ballast_core.market import Symbol
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import InvalidError, Problem
from ballast_web.live.channels import Channel, Live
from ballast_web.live.listener import Listener
from ballast_web.live.messages import FRAMES

MOST_SYMBOLS = 500
MOST_FAULTS = 10

_OVER, _REFUSED = 1001, 1008

type Heed = Callable[[str], str]
"""Reads what a listener sends, and returns the answer. Raises `ValidationError`."""


class MonitorAsk(Entity):
    """What of the monitor a listener wants; nothing means all."""

    topics: tuple[Literal["coverage", "run", "schedule"], ...] = ()
    subjects: tuple[str, ...] = Field(default=(), max_length=MOST_SYMBOLS)


class TicksAsk(Entity):
    """Of which symbols a listener wants prices; none means all that anybody watches."""

    symbols: tuple[Symbol, ...] = Field(default=(), max_length=MOST_SYMBOLS)


class TicksChange(Entity):
    """What a listener sends to hear of more symbols, or of fewer."""

    subscribe: frozenset[Symbol] = frozenset()
    unsubscribe: frozenset[Symbol] = frozenset()


async def watch_monitor(socket: WebSocket) -> None:
    """Tell a listener what happens to coverage, runs and schedules."""
    live: Live = socket.app.state.live

    def begin() -> tuple[Channel, Listener, Heed]:
        ask = _read(socket, MonitorAsk, "topics", "subjects")
        listener = Listener(ask.topics or None, ask.subjects or None, socket.state.still_may)

        def heed(text: str) -> str:
            changed = MonitorAsk.model_validate_json(text)
            listener.choose(changed.topics or None, changed.subjects or None)
            return changed.model_dump_json()

        return live.monitor, listener, heed

    await _serve(socket, live, begin)


async def watch_ticks(socket: WebSocket) -> None:
    """Tell a listener prices of symbols, those of the address and those that it sends for."""
    live: Live = socket.app.state.live

    def begin() -> tuple[Channel, Listener, Heed]:
        symbols = _read(socket, TicksAsk, "symbols").symbols
        listener = Listener(subjects=symbols or None, still_may=socket.state.still_may)

        def heed(text: str) -> str:
            changed = TicksChange.model_validate_json(text)
            wanted = (listener.subjects or frozenset()) - changed.unsubscribe | changed.subscribe
            ask = TicksAsk.model_validate({"symbols": sorted(wanted)})
            live.prices.welcome(listener, set(ask.symbols) - (listener.subjects or frozenset()))
            listener.choose(subjects=ask.symbols)
            return ask.model_dump_json()

        return live.ticks, listener, heed

    await _serve(socket, live, begin)


SOCKETS = (WebSocketRoute("/ws/monitor", watch_monitor), WebSocketRoute("/ws/price-ticks", watch_ticks))


async def _serve(socket: WebSocket, live: Live, begin: Callable[[], tuple[Channel, Listener, Heed]]) -> None:
    channel, listener, heed = begin()
    with live.listen(channel, listener), suppress(WebSocketDisconnect, OSError):  # nobody is there any more
        await socket.accept()
        await _talk(socket, listener, heed)


async def _talk(socket: WebSocket, listener: Listener, heed: Heed) -> None:
    """Tell and heed until either is over."""
    works = {asyncio.create_task(_tell(socket, listener)), asyncio.create_task(_heed(socket, heed))}
    try:
        done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
    for work in done:
        work.result()


async def _tell(socket: WebSocket, listener: Listener) -> None:
    in_frames = FRAMES in socket.scope.get("extensions", ())
    while messages := await listener.next():
        if in_frames:
            frames = b"".join([message.frame for message in messages])
            await socket.send({"type": "websocket.send", "frames": frames})
            continue
        for message in messages:
            await socket.send_text(message.text)
    await socket.close(_REFUSED if listener.refused else _OVER)


async def _heed(socket: WebSocket, heed: Heed) -> None:
    faults = 0
    while faults < MOST_FAULTS:
        try:
            answer = heed(await socket.receive_text())
        except ValidationError as error:
            faults += 1
            answer = _Refusal(problem=_said(error)).model_dump_json()
        except KeyError:  # bytes
            faults += 1
            answer = _Refusal(problem="send JSON as text").model_dump_json()
        await socket.send_text(answer)
    await socket.close(_REFUSED)


class _Refusal(Entity):
    problem: str


def _read[A: Entity](socket: WebSocket, kind: type[A], *names: str) -> A:
    query = socket.query_params
    unknown = sorted(query.keys() - set(names))
    if unknown:
        message = f"no such parameter: {', '.join(unknown)}; known here: {', '.join(names)}"
        raise InvalidError(message, *(Problem(f"query.{name}", message) for name in unknown))
    given = {name: _apart(query.getlist(name)) for name in names}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        problems = [
            Problem(".".join(map(str, ("query", *fault["loc"]))), fault["msg"].removeprefix("Value error, "))
            for fault in error.errors()
        ]
        raise InvalidError(_said(error), *problems) from error


def _apart(texts: list[str]) -> list[str]:
    return [part for text in texts for part in text.split(",") if part]


def _said(error: ValidationError) -> str:
    return "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
