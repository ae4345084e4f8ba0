"""Runs of the pipeline as a person reads them: steps, what failed, what was said."""

from collections import defaultdict
from typing import TYPE_CHECKING

from ballast_core.shared.table import Column, Table

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.market import RunsView, RunView

_NAMED = 6


def run_tables(view: "RunView") -> list[Table]:
    """Return what each step did, and below it what failed."""
    return [steps(view), *([faults(view)] if view.faults else [])]


def whole_run(view: "RunView") -> list[Table]:
    """Return a run with all that it said."""
    return [*run_tables(view), Table("Log", (Column("what", list(view.log)),))]


def run_rows(view: "RunsView") -> Table:
    """Return a row a run, with what is looked at first."""
    rows = view.runs
    return Table(
        "Runs of the pipeline",
        (
            Column("run", [row.id for row in rows]),
            Column("mode", [row.spec.mode.value for row in rows]),
            Column("first", [row.first for row in rows], "day"),
            Column("last", [row.last for row in rows], "day"),
            Column("state", [row.state.value for row in rows]),
            Column("new", [row.total("inserted") for row in rows], "count"),
            Column("changed", [row.total("updated") for row in rows], "count"),
            Column("rejected", [row.total("rejected") for row in rows], "count"),
            Column("failed", [row.faults for row in rows], "count"),
            Column("started", [row.started_at for row in rows], "instant"),
            Column("seconds", [row.seconds for row in rows], "number"),
        ),
    )


def steps(view: "RunView") -> Table:
    """Return a row a step, and what runs the rest."""
    rows = view.steps
    done = [f"{row.parts_done:,} of {row.parts:,}" if row.parts else "" for row in rows]
    days = f", {view.first} to {view.last}" if view.first else ""
    title = "Dry run: nothing was stored" if view.spec.dry_run else f"Run {view.id}: {view.state.value}"
    return Table(
        f"{title}{days}",
        (
            Column("step", [row.step.value for row in rows]),
            Column("state", [row.state.value for row in rows]),
            Column("done", done),
            Column("new", [row.inserted for row in rows], "count"),
            Column("changed", [row.updated for row in rows], "count"),
            Column("same", [row.unchanged for row in rows], "count"),
            Column("rejected", [row.rejected for row in rows], "count"),
            Column("failed", [len(row.faults) for row in rows], "count"),
        ),
        (f"The rest: {view.again}",) if view.again else (),
    )


def faults(view: "RunView") -> Table:
    """Return a row a reason, with the parts that failed for it."""
    reasons: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for step in view.steps:
        for fault in step.faults:
            reasons[step.step.value, fault.code, fault.message].append(fault.part)
    return Table(
        "What failed",
        (
            Column("step", [step for step, _, _ in reasons]),
            Column("parts", [_named(parts) for parts in reasons.values()]),
            Column("why", [why for _, _, why in reasons]),
            Column("code", [code for _, code, _ in reasons]),
        ),
    )


def _named(parts: list[str]) -> str:
    more = f" and {len(parts) - _NAMED:,} more" if len(parts) > _NAMED else ""
    return ", ".join(parts[:_NAMED]) + more
