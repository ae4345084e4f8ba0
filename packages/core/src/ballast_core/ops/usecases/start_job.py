"""Start a heavy use case as a job."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ballast_core.ops.entities import Job, JobKind, JobSpec
from ballast_core.ops.errors import BadArgumentError, UnknownWorkError
from ballast_core.ops.ports import JobQueue
from ballast_core.shared.errors import Problem


@dataclass(frozen=True, slots=True)
class StartJob:
    """Queue a job that a worker takes; it goes on whoever leaves."""

    queue: JobQueue
    kinds: Mapping[str, JobKind[Any, Any]]

    async def __call__(self, spec: JobSpec) -> Job:
        """Return the job; the one that has the idempotency key already, when it is the same.

        Raises `UnknownWorkError`, `BadArgumentError`, `KeyTakenError`.
        """
        kind = self.kinds.get(spec.name)
        if kind is None:
            raise UnknownWorkError(spec.name, sorted(self.kinds))
        try:
            argument = kind.spec.model_validate({} if spec.argument is None else spec.argument)
        except ValidationError as error:
            raise BadArgumentError(spec.name, _problems(error)) from error
        asked = spec.model_copy(update={"argument": argument.model_dump(mode="json")})
        return await self.queue.add(asked, spec.time_limit_s or kind.time_limit_s)


def _problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(".".join(map(str, fault["loc"])) or "argument", fault["msg"].removeprefix("Value error, "))
        for fault in error.errors()
    ]
