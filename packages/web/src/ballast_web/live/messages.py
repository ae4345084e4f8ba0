"""What listeners are told, written once for all of them."""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from websockets.frames import Frame, Opcode

from ballast_core.shared.events import Event, Topic

EVERYTHING = "*"
FRAMES = "ballast.frames"
"""The extension of a server that sends frames as they are."""

type Kind = Topic | Literal["tick", "heartbeat"]


@dataclass(frozen=True)
class Message:
    """One message: of which kind, about what, and its JSON; as event streams and as web sockets carry it."""

    kind: Kind
    subject: str
    text: str
    event: str

    @cached_property
    def frame(self) -> bytes:
        """The frame of a web socket that carries it; from a server it is the same for everybody."""
        return Frame(Opcode.TEXT, self.text.encode()).serialize(mask=False)

    @property
    def key(self) -> Hashable:
        """What makes a later message replace an earlier one for somebody who is slow."""
        return self.kind, self.subject


def told(event: Event) -> Message:
    """Return an event as the monitor tells it."""
    return _message(event.topic, event.subject, event.model_dump_json())


def ticked(event: Event) -> Message | None:
    """Return a quote as a tick; None for one without a price, as when some may have been missed."""
    price = event.data.get("price")
    if not isinstance(price, int | float):
        return None
    return tick(event.subject, price, _moment(event.data.get("at"), event.at))


def tick(symbol: str, price: float, at: datetime) -> Message:
    """Return a price as a tick."""
    said = {"symbol": symbol, "price": price, "timestamp": _written(at)}
    return _message("tick", symbol, json.dumps(said, separators=(",", ":")))


def heartbeat(at: datetime) -> Message:
    """Return the sign that the line is still there."""
    return _message("heartbeat", "", json.dumps({"heartbeat": _written(at)}))


def _moment(said: object, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(said))
    except ValueError:
        return otherwise


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _message(kind: Kind, subject: str, text: str) -> Message:
    name = "" if kind == "tick" else f"event: {kind}\n"
    event = ": still here\n\n" if kind == "heartbeat" else f"{name}data: {text}\n\n"
    return Message(kind, subject, text, event)
