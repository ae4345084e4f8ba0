"""Every use case of market data, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.market.usecases.pipeline import PipelineStores
from ballast_core.shared.ports import Calendars, Clock, EventChannel


@dataclass(frozen=True, slots=True)
class Market:
    """What can be asked of market data."""


@dataclass(frozen=True, slots=True)
class MarketPorts:
    """All that market data stands on; one store may fit several ports."""

    clock: Clock
    events: EventChannel
    calendars: Calendars
    stores: PipelineStores


def wire_market(ports: MarketPorts) -> Market:  # noqa: ARG001 - its use cases come next
    """Return every use case of market data, standing on these ports."""
    return Market()
