"""Running Ballast: is all well, and what to do when it is not."""

from ballast_core.ops.entities import Check, CheckState, Health

__all__ = ["Check", "CheckState", "Health"]
