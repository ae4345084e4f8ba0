"""What this machine says about itself."""

from ballast_adapters.system.accounts import give_folder, make_user, require_reach
from ballast_adapters.system.probes import (
    check_clock,
    check_folder,
    check_free_disk,
    check_port,
    check_time_sync,
)
from ballast_adapters.system.systemd import Plan, Systemd

__all__ = [
    "Plan",
    "Systemd",
    "check_clock",
    "check_folder",
    "check_free_disk",
    "check_port",
    "check_time_sync",
    "give_folder",
    "make_user",
    "require_reach",
]
