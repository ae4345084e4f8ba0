"""Jobs: heavy use cases that workers do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import Field, JsonValue

from ballast_core.shared.entity import Entity
from ballast_core.shared.progress import Progress, Tell
from ballast_core.shared.table import Column, Table, View


class JobState(StrEnum):
    """Where a job stands; a job that waits for another try is queued again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELED}


@dataclass(frozen=True, slots=True)
class JobKind[A, S: Entity]:
    """How a heavy use case of the app `A` runs as a job: its argument, its call, and its bounds.

    `time_limit_s` bounds one try; `attempts` is how often it is begun at most, crashes included.
    """

    spec: type[S]
    run: Callable[[A, S, Tell], Awaitable[View]]
    time_limit_s: float = 600.0
    attempts: int = 3


class JobFault(Entity):
    """Why a job failed: the code of the failure, what it says, and each fault that it names."""

    code: str
    message: str
    problems: tuple[tuple[str, str], ...] = ()


class JobSpec(Entity):
    """A job to start: a heavy use case by name, and its argument as JSON.

    The same `idempotency_key` with the same name and argument means the same job. `time_limit_s` None
    takes the one of the use case.
    """

    name: str
    argument: JsonValue = None
    idempotency_key: str = Field(default="", max_length=200)
    time_limit_s: float | None = Field(default=None, gt=0, le=86_400)


class Job(View):
    """A heavy use case that runs in a worker, from its start to its result.

    `version` grows with every change and numbers the events. `attempts` counts the tries that began.
    `result` is the read model of the use case as JSON, once done. `worker` tells who had it last.
    `retry_at` is when a job that failed for a passing reason is tried again.
    """

    id: str
    name: str
    argument: JsonValue
    state: JobState
    progress: Progress
    version: int
    attempts: int
    time_limit_s: float
    cancel_asked: bool
    idempotency_key: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    retry_at: datetime | None
    worker: str
    fault: JobFault | None
    result: JsonValue

    def table(self) -> Table:
        """Return one row."""
        return JobsView(jobs=(self,), limit=1, offset=0).table()


class JobsView(View):
    """Jobs, the newest first; without their results."""

    jobs: tuple[Job, ...]
    limit: int
    offset: int

    def table(self) -> Table:
        """Return one row a job."""
        rows = self.jobs
        return Table(
            title="Jobs",
            columns=(
                Column("job", [row.id for row in rows]),
                Column("work", [row.name for row in rows]),
                Column("state", [row.state.value for row in rows]),
                Column("done", [row.progress.done for row in rows], "count"),
                Column("of", [row.progress.total or None for row in rows], "count"),
                Column("said", [row.fault.message if row.fault else row.progress.said for row in rows]),
                Column("attempts", [row.attempts for row in rows], "count"),
                Column("created", [row.created_at for row in rows], "instant"),
                Column("ended", [row.ended_at for row in rows], "instant"),
            ),
        )
