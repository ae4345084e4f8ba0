"""Start a heavy use case as a job."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue, ValidationError

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
        asked = spec.model_copy(update={"argument": _argument(spec, kind)})
        return await self.queue.add(asked, spec.time_limit_s or kind.time_limit_s)


def _argument(spec: JobSpec, kind: JobKind[Any, Any]) -> JsonValue:
    """Return the whole argument, as it can be kept and read again."""
    try:
        given = kind.spec.model_validate({} if spec.argument is None else spec.argument)
        kept: JsonValue = json.loads(given.model_dump_json())
        kind.spec.model_validate(kept)  # JSON has no number that is none
    except ValidationError as error:
        raise BadArgumentError(spec.name, _problems(error)) from error
    except ValueError as error:  # it cannot be written as JSON
        problem = Problem("argument", "holds a text with half a character, which nobody could read again")
        raise BadArgumentError(spec.name, [problem]) from error
    return kept


def _problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(".".join(map(str, fault["loc"])) or "argument", fault["msg"].removeprefix("Value error, "))
        for fault in error.errors()
    ]
