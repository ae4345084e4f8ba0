"""Start a heavy use case as a job."""

from dataclasses import dataclass

from ballast_core.ops.entities import Job, JobSpec
from ballast_core.ops.ports import JobQueue
from ballast_core.ops.rules.arguments import Kinds, kind_of, whole_argument


@dataclass(frozen=True, slots=True)
class StartJob:
    """Queue a job that a worker takes; it goes on whoever leaves."""

    queue: JobQueue
    kinds: Kinds

    async def __call__(self, spec: JobSpec) -> Job:
        """Return the job; the one that has the idempotency key already, when it is the same.

        Raises `UnknownWorkError`, `BadArgumentError`, `KeyTakenError`.
        """
        kind = kind_of(spec.name, self.kinds)
        asked = spec.model_copy(update={"argument": whole_argument(spec.name, spec.argument, kind)})
        return await self.queue.add(asked, spec.time_limit_s or kind.time_limit_s)
