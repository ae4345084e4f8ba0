"""What can go wrong with jobs."""

from collections.abc import Sequence

from ballast_core.shared.errors import ConflictError, InvalidError, NotFoundError


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
