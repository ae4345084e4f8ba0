"""Logbook: how a run goes, told to the store, to whoever waits for it, and to all who watch."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import JsonValue

from ballast_core.market.entities import Run, Step, StepFault, StepReport, StepState, Upserted
from ballast_core.market.ports import RunStore
from ballast_core.market.usecases.patience import Patience
from ballast_core.shared.errors import BallastError
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Clock, EventChannel
from ballast_core.shared.progress import Progress, Tell

_SYMBOLS_TOLD = 20
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Stroke:
    """What was done at one stroke: parts that need not be asked again, rows, symbols that changed, words."""

    parts: Sequence[str] = ()
    rows: Upserted = field(default_factory=Upserted)
    rejected: int = 0
    changed: Sequence[str] = ()
    said: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where a run is told: a dry run is not stored."""

    runs: RunStore
    events: EventChannel
    clock: Clock
    patience: Patience


class Logbook:
    """Keeps one run as it stands now."""

    def __init__(self, run: Run, outlets: Outlets, tell: Tell) -> None:
        self.run = run
        self._outlets = outlets
        self._tell = tell
        self._stored = not run.spec.dry_run
        self._turn = asyncio.Lock()  # lines of the log come in order, whichever step says them

    async def open(self, step: Step, parts: int, carried: Sequence[str] = ()) -> None:
        """Note that a step begins, with so many parts; `carried` are those that an earlier run did."""
        now = self._outlets.clock.now()
        opened = StepReport(step=step, state=StepState.RUNNING, parts=parts, started_at=now)
        said = f"{parts:,} to ask" + (f", {len(carried):,} done before" if carried else "")
        await self._put(opened, Stroke(parts=carried, said=[said]))

    async def note(self, step: Step, stroke: Stroke) -> None:
        """Note what a step did; the rows are stored already."""
        now = self.step(step)
        rows = Upserted(now.inserted, now.updated, now.unchanged) + stroke.rows
        counts = {
            "parts_done": now.parts_done + len(stroke.parts),
            "inserted": rows.inserted,
            "updated": rows.updated,
            "unchanged": rows.unchanged,
            "rejected": now.rejected + stroke.rejected,
        }
        await self._put(now.model_copy(update=counts), stroke)

    async def faults(self, step: Step, faults: Mapping[str, BallastError]) -> None:
        """Note which parts failed, and why."""
        if not faults:
            return
        now = self.step(step)
        new = [StepFault(part=part, code=why.code, message=str(why)) for part, why in faults.items()]
        await self._put(
            now.model_copy(update={"faults": (*now.faults, *new)}), Stroke(said=list(_grouped(faults)))
        )

    async def close(self, step: Step) -> None:
        """Note that a step has ended: done, partial or failed."""
        now = self.step(step)
        state = _step_state(now)
        rows = f"{now.inserted:,} inserted, {now.updated:,} updated, {now.unchanged:,} unchanged"
        said = f"{state.value}: {rows}, {now.rejected:,} rejected, {len(now.faults):,} failed"
        ended = {"state": state, "ended_at": self._outlets.clock.now()}
        await self._put(now.model_copy(update=ended), Stroke(said=[said]))

    async def end(self) -> None:
        """Note that the run has ended."""
        self._end(_run_state(self.run.steps))
        if self._stored:
            await self._outlets.patience(self._outlets.runs.end, self.run)
        await self._publish([])

    async def stop(self, why: str) -> None:
        """Note that the run was stopped, if that can be noted: what is open is left for another run."""
        now = self._outlets.clock.now()
        fault = StepFault(part="*", code="market.run_stopped", message=why)
        stopped = [
            one.model_copy(update={"ended_at": now, "faults": (*one.faults, fault)})
            if one.state in {StepState.WAITING, StepState.RUNNING}
            else one
            for one in self.run.steps
        ]
        settled = [
            one.model_copy(update={"state": _step_state(one)}) if one.ended_at == now else one
            for one in stopped
        ]
        self.run = self.run.model_copy(update={"steps": tuple(settled)})
        self._say(f"stopped: {why}")
        self._end(_run_state(self.run.steps))
        if self._stored:
            with suppress(BallastError):  # the store finds out by itself
                await self._outlets.runs.end(self.run)
        await self._publish([])

    def step(self, step: Step) -> StepReport:
        """Return how a step stands."""
        return next(one for one in self.run.steps if one.step is step)

    def _end(self, state: StepState) -> None:
        now = self._outlets.clock.now()
        said = f"{state.value} after {(now - self.run.started_at).total_seconds():,.1f} s"
        self._say(said)
        self.run = self.run.model_copy(update={"state": state, "ended_at": now})

    def _say(self, line: str) -> str:
        line = f"{self._outlets.clock.now():%H:%M:%S} {line}"
        self.run = self.run.model_copy(update={"log": (*self.run.log, line)})
        return line

    async def _put(self, report: StepReport, stroke: Stroke) -> None:
        steps = tuple(report if one.step is report.step else one for one in self.run.steps)
        self.run = self.run.model_copy(update={"steps": steps})
        lines = [self._say(f"{report.step.value}: {said}") for said in stroke.said]
        if self._stored:
            store, patience = self._outlets.runs, self._outlets.patience
            async with self._turn:
                await patience(store.report, self.run.id, report, stroke.parts, lines)
        done, total = self._progress()
        self._tell(
            Progress(
                done=done, total=total, said=f"{report.step.value}: {report.parts_done} of {report.parts}"
            )
        )
        await self._publish(stroke.changed, report)

    def _progress(self) -> tuple[int, int]:
        steps = self.run.steps
        total = sum(one.parts for one in steps)
        return min(sum(one.parts_done + len(one.faults) for one in steps), total), total

    async def _publish(self, changed: Sequence[str], report: StepReport | None = None) -> None:
        if not self._stored:
            return
        now = self._outlets.clock.now()
        done, total = self._progress()
        data: dict[str, JsonValue] = {"state": self.run.state.value, "done": done, "total": total}
        if report:
            data |= {"step": report.step.value, "step_state": report.state.value}
        told = changed if len(changed) <= _SYMBOLS_TOLD else ["*"]
        await self._outlets.events.publish(
            [
                *(Event(topic="coverage", subject=symbol, at=now) for symbol in told),
                Event(topic="run", subject=self.run.id, at=now, data=data),
            ]
        )


def _step_state(step: StepReport) -> StepState:
    if not step.faults:
        return StepState.DONE
    return StepState.PARTIAL if step.parts_done else StepState.FAILED


def _run_state(steps: Sequence[StepReport]) -> StepState:
    """Return done, partial or failed; checking what is stored makes nothing of a run that fetched nothing."""
    asked = [one for one in steps if one.state is not StepState.SKIPPED]
    if all(one.state is StepState.DONE for one in asked):
        return StepState.DONE
    fetched = [one for one in asked if one.step is not Step.DATA_QUALITY and (one.parts or one.faults)]
    nothing = all(one.state is StepState.FAILED for one in fetched or asked)
    return StepState.FAILED if nothing else StepState.PARTIAL


def _grouped(faults: Mapping[str, BallastError]) -> list[str]:
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for part, why in faults.items():
        parts[str(why)].append(part)
    return [f"{', '.join(some[:_NAMED])}{_more(len(some))}: {why}" for why, some in parts.items()]


def _more(some: int) -> str:
    return f" and {some - _NAMED:,} more" if some > _NAMED else ""
