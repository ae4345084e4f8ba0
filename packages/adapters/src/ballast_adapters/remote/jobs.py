"""Jobs on a server: started, watched to their end, canceled when nobody waits any more."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ValidationError

from ballast_adapters.remote.errors import OtherVersionError
from ballast_adapters.remote.schedules import RemoteSchedules
from ballast_adapters.remote.server import failure_of
from ballast_core.ops import Job, JobFault, JobSpec, JobState, JobsView
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import (
    BallastError,
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    Problem,
    UnavailableError,
    UnsupportedError,
)
from ballast_core.shared.events import Event, Topic
from ballast_core.shared.progress import Progress, Tell

MONITORED: tuple[Topic, ...] = ("coverage", "run", "schedule")

_AGAIN_S = 3.0
_KINDS = (NotFoundError, ConflictError, DeniedError, UnsupportedError, UnavailableError, InvalidError)


@dataclass(frozen=True, slots=True)
class RemoteOps(RemoteSchedules):
    """Jobs and schedules of a server; each method is called and answers like the use case of its name."""

    async def start_job(self, spec: JobSpec) -> Job:
        """Start a heavy use case as a job."""
        return self.server.read(Job, await self.server.post("/jobs", spec))

    async def show_job(self, job: str) -> Job:
        """Look at a job: where it stands, how far it is, what came of it."""
        return self.server.read(Job, await self.server.get(_path(job)))

    async def list_jobs(self, limit: int = 20, offset: int = 0, state: JobState | None = None) -> JobsView:
        """List jobs, the newest first."""
        asked = {"limit": limit, "offset": offset, "state": state.value if state else None}
        return self.server.read(JobsView, await self.server.get("/jobs", asked))

    async def cancel_job(self, job: str) -> Job:
        """Ask a job to stop."""
        return self.server.read(Job, await self.server.change("POST", f"{_path(job)}/cancel"))

    async def watch_job(self, job: str, after: int = 0) -> AsyncGenerator[Job]:
        """Follow a job from any version of it to its end."""
        async with aclosing(self.server.events(f"{_path(job)}/events", after)) as events:
            async for said in events:
                yield Job.model_validate_json(said, extra="ignore")

    async def watch_channel(
        self, topics: Sequence[Topic] = MONITORED, subjects: Sequence[str] = ()
    ) -> AsyncGenerator[Event]:
        """Follow what happens to coverage, runs and schedules, also after the server began anew."""
        wanted = {"topics": ",".join(topics), "subjects": ",".join(subjects)}
        asked = urlencode({name: given for name, given in wanted.items() if given})
        while True:
            async with aclosing(self.server.events(f"/monitor/events?{asked}")) as events:
                async for said in events:
                    yield Event.model_validate_json(said, extra="ignore")
            await asyncio.sleep(_AGAIN_S)


async def worked[M: BaseModel](ops: RemoteOps, path: str, spec: Entity, kind: type[M], tell: Tell) -> M:
    """Have a server do heavy work as a job, tell how far it is, and return what comes of it.

    Who stops waiting has the job canceled. Raises the failure that the job met.
    """
    job = ops.server.read(Job, await ops.server.post(path, spec))
    told: Progress | None = None
    try:
        async with aclosing(ops.watch_job(job.id)) as changes:
            async for job in changes:
                if job.progress != told:
                    told = job.progress
                    tell(told)
    finally:
        if not job.state.over:
            with suppress(BallastError):
                await ops.cancel_job(job.id)
    if job.state is not JobState.DONE:
        raise _failure(job)
    try:
        return kind.model_validate(job.result, extra="ignore")
    except ValidationError as error:
        raise OtherVersionError(ops.server.url, f"{kind.__name__}: {error.errors()[0]['msg']}") from error


def _path(job: str) -> str:
    return f"/jobs/{quote(job, safe='')}"


def _failure(job: Job) -> BallastError:
    if job.state is JobState.CANCELED:
        return ConflictError(f"job {job.id} was canceled")
    fault = job.fault or JobFault(code="", message=f"job {job.id} ended without a result")
    kind = next((kind for kind in _KINDS if fault.code in _codes(kind)), UnsupportedError)
    problems = tuple(Problem(where, what) for where, what in fault.problems)
    return failure_of(kind, fault.code, fault.message, problems)


def _codes(kind: type[BallastError]) -> Iterator[str]:
    yield kind.code
    for leaf in kind.__subclasses__():
        yield from _codes(leaf)
