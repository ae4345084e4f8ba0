"""MemoryRuns, MemoryQuotas: runs of the pipeline and questions to providers, in plain dicts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ballast_core.market import QuotaUse, Run, RunNotFoundError, StepReport, StepState, UpdateRunningError


class MemoryRuns:
    """Fits `RunStore`."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    async def begin(self, run: Run) -> None:
        """Store a run that begins. Raises `UpdateRunningError` while another one is at work."""
        for one in self._runs.values():
            if one.state is StepState.RUNNING:
                raise UpdateRunningError(one.id, f"{one.started_at:%Y-%m-%d %H:%M:%S} UTC")
        self._runs[run.id] = run

    async def report(
        self, run_id: str, step: StepReport, done_parts: Sequence[str], said: Sequence[str] = ()
    ) -> None:
        """Store how a step stands, parts of it that are done now, and further lines of the log."""
        run = await self.run(run_id)
        steps = tuple(step if one.step is step.step else one for one in run.steps)
        self._runs[run_id] = run.model_copy(update={"steps": steps, "log": (*run.log, *said)})
        self._parts[run_id][step.step.value].update(done_parts)

    async def end(self, run: Run) -> None:
        """Store how a run ended, with its log."""
        await self.run(run.id)
        self._runs[run.id] = run

    async def run(self, run_id: str) -> Run:
        """Return a run. Raises `RunNotFoundError`."""
        if run_id not in self._runs:
            raise RunNotFoundError(run_id)
        return self._runs[run_id]

    async def runs(self, limit: int, offset: int = 0) -> Sequence[Run]:
        """Return runs without their logs, newest first."""
        newest = sorted(self._runs.values(), key=lambda one: one.id)
        newest.sort(key=lambda one: one.started_at, reverse=True)
        return [one.model_copy(update={"log": ()}) for one in newest[offset : offset + limit]]

    async def done_parts(self, run_id: str) -> Mapping[str, Sequence[str]]:
        """Return by step the parts that a run has done."""
        await self.run(run_id)
        return {step: sorted(parts) for step, parts in self._parts[run_id].items() if parts}


class MemoryQuotas:
    """Fits `QuotaStore`."""

    def __init__(self) -> None:
        self._used: dict[str, QuotaUse] = {}

    async def take(self, provider: str, per_minute: int, per_day: int, at: datetime) -> float:
        """Count one question, and return 0; or return the seconds after which there is room for one."""
        fresh = QuotaUse(at.astimezone(UTC).date(), 0, ())
        self._used[provider], wait_s = self._used.get(provider, fresh).take(per_minute, per_day, at)
        return wait_s
