"""The wiring of jobs: where they wait."""

from ballast_adapters.clock import SystemClock
from ballast_core.ops import JobQueue


def queue() -> JobQueue:
    """Return a queue that nobody works off yet."""
    from ballast_adapters.memory.jobs import MemoryJobQueue

    return MemoryJobQueue(SystemClock())
