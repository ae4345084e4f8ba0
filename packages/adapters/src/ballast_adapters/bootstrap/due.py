"""What a worker does beside its jobs: start those whose time has come."""

import asyncio
import logging

from ballast_core.ops import StartDueJobs
from ballast_core.shared.errors import UnavailableError

EVERY_S = 1.0
_AGAIN_S = 5.0

_log = logging.getLogger("ballast.worker")


async def start_due_jobs(start: StartDueJobs) -> None:
    """Look every second for what is due; a schedule that cannot start its work is told of once."""
    told: dict[str, str] = {}
    while True:
        wait_s = EVERY_S
        try:
            due = await start()
        except UnavailableError as error:
            _log.debug("nobody knows what is due: %s", error)
            wait_s = _AGAIN_S
        except Exception:  # noqa: BLE001 - the outermost frame of this task, which must not end
            _log.exception("looking for what is due failed by a fault of Ballast")
            wait_s = _AGAIN_S
        else:
            for job in due.jobs:
                _log.info("started %s as job %s, for it is due", job.name, job.id)
            for name, problem in due.problems.items() - told.items():
                _log.error("the schedule %s starts nothing: %s", name, problem)
            told = dict(due.problems)
        await asyncio.sleep(wait_s)
