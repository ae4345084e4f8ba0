"""What can go wrong with jobs."""

from collections.abc import Sequence

from ballast_core.shared.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    Problem,
    UnavailableError,
    UnsupportedError,
)


class JobNotFoundError(NotFoundError):
    """No job goes by this id."""

    code = "ops.job_not_found"

    def __init__(self, job: str) -> None:
        super().__init__(f"there is no job {job!r}; `ballast jobs list` shows the latest")
        self.job = job


class UnknownWorkError(InvalidError):
    """No use case of this name runs as a job."""

    code = "ops.unknown_work"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"nothing named {name!r} runs as a job; one of {', '.join(known)}")


class KeyTakenError(ConflictError):
    """The idempotency key belongs to another job."""

    code = "ops.key_taken"

    def __init__(self, key: str, job: str) -> None:
        super().__init__(f"the idempotency key {key!r} belongs to job {job}, which was asked for otherwise")


class BadArgumentError(InvalidError):
    """The argument of a job is not what its use case takes."""

    code = "ops.bad_argument"

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(f"{name} cannot take this argument: {first.where}: {first.what}", *problems)


class TimeLimitError(UnsupportedError):
    """A try of a job took longer than it may."""

    code = "ops.time_limit"

    def __init__(self, time_limit_s: float) -> None:
        super().__init__(
            f"stopped after {time_limit_s:g} seconds, its time limit; ask for less, or set a longer limit"
        )


class WorkerLostError(UnavailableError):
    """Every try of a job ended with the death of its worker."""

    code = "ops.worker_lost"

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"its worker died in each of {attempts} tries, perhaps for want of memory; look into the log of "
            "`ballast worker`, and start the job again when the cause is gone"
        )


class ScheduleNotFoundError(NotFoundError):
    """No schedule has this name."""

    code = "ops.schedule_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"no schedule {name!r}; `ballast market schedule list` shows them all")
        self.name = name


class BadScheduleError(InvalidError):
    """A schedule makes no sense: its times or its zone."""

    code = "ops.bad_schedule"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(what, Problem(where, what))
