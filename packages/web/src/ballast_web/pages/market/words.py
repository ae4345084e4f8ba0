"""Words for figures of market data: shares that are never rounded up to all, ages, what an update fetches."""

from collections.abc import Sequence
from datetime import datetime
from math import floor

from ballast_core.market import Mode, RunView, StepState, UpdateSpec

_STEPS = ((60, "s"), (60, "min"), (24, "h"))
STATES = {
    StepState.DONE: "ok",
    StepState.PARTIAL: "warning",
    StepState.FAILED: "error",
    StepState.RUNNING: "",
    StepState.WAITING: "",
    StepState.SKIPPED: "",
}


def whole(share: float | None) -> str:
    """Return a share of what is expected; 100% only where nothing is missing."""
    if share is None:
        return "–"
    return "100%" if share >= 1 else f"{floor(1000 * share) / 10:.1f}%"


def ago(at: datetime | None, now: datetime) -> str:
    """Return how long ago something was."""
    if at is None:
        return "never"
    span = max((now - at).total_seconds(), 0)
    for size, unit in _STEPS:
        if span < size:
            return f"{span:.0f} {unit} ago"
        span /= size
    return f"{span:.0f} {'day' if round(span) == 1 else 'days'} ago"


def took(seconds: float | None) -> str:
    """Return how long something took."""
    if seconds is None:
        return "–"
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def asked(spec: UpdateSpec) -> str:
    """Return what an update fetches."""
    if spec.mode is Mode.DAILY:
        what = "Daily update"
    elif spec.start is not None:
        what = f"Back-fill {spec.start} to {spec.end or 'now'}"
    else:
        what = f"Back-fill of {spec.days} days" if spec.days else "Back-fill"
    return f"{what}{_of(spec.symbols)}{', dry run' if spec.dry_run else ''}"


def brought(run: RunView) -> str:
    """Return what an update did to what is stored, and what it could not store."""
    counts: tuple[tuple[int, str], ...] = (
        (run.total("inserted"), "new"),
        (run.total("updated"), "changed"),
        (run.total("rejected"), "rejected"),
        (run.faults, "not answered"),
    )
    said = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    return said or "nothing new"


def _of(symbols: Sequence[str]) -> str:
    if not symbols:
        return ""
    return f" of {', '.join(symbols)}" if len(symbols) <= 3 else f" of {len(symbols)} symbols"
