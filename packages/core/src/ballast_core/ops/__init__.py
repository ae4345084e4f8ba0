"""Running Ballast: is all well, and what to do when it is not."""

from ballast_core.ops.entities import Check, CheckState, Health
from ballast_core.ops.ports import Probes
from ballast_core.ops.usecases.check_health import CheckHealth

__all__ = ["Check", "CheckHealth", "CheckState", "Health", "Probes"]
