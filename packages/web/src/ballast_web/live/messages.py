"""What listeners are told, written once for all of them."""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from ballast_core.shared.events import Event, Topic

EVERYTHING = "*"

type Kind = Topic | Literal["tick", "heartbeat"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: of which kind, about what, and its JSON as a web socket and an event stream carry it."""

    kind: Kind
    subject: str
    text: str
    event: str

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
