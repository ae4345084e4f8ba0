"""Every use case about the running of Ballast, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.ops.ports import Probes
from ballast_core.ops.usecases.check_health import CheckHealth
from ballast_core.ops.usecases.check_ready import CheckReady
from ballast_core.ops.usecases.show_pool import ShowPool


@dataclass(frozen=True, slots=True)
class Ops:
    """What can be asked about the running of Ballast itself."""

    check_health: CheckHealth
    check_ready: CheckReady
    show_pool: ShowPool


def wire_ops(probes: Probes) -> Ops:
    """Return every use case about the running of Ballast, standing on these probes."""
    return Ops(CheckHealth(probes), CheckReady(probes), ShowPool(probes))
