"""What this machine says about itself."""

from ballast_adapters.system.probes import (
    check_clock,
    check_folder,
    check_free_disk,
    check_port,
    check_time_sync,
)

__all__ = ["check_clock", "check_folder", "check_free_disk", "check_port", "check_time_sync"]
