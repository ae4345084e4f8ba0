"""Which snapshot counts on a day, and which sub-model it names."""

from collections.abc import Sequence
from datetime import date

from ballast_core.tracking.entities import Snapshot


def effective(snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Return one snapshot a day, oldest first; of several of a day the last one in the file counts."""
    by_day = {snapshot.day: snapshot for snapshot in _in_order(snapshots)}
    return tuple(by_day.values())


def current(snapshots: Sequence[Snapshot], on: date | None = None) -> Snapshot | None:
    """Return the snapshot that counts on a day, which is the latest up to then; without a day the latest."""
    kept = [snapshot for snapshot in effective(snapshots) if on is None or snapshot.day <= on]
    return kept[-1] if kept else None


def carry_tags(snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Return the snapshots by day and sequence, each with the sub-model of the last tag up to it.

    For a meta-model only: elsewhere a tag says nothing of the snapshots after it. Those before the first
    tag stay without one; nothing is assumed.
    """
    carried: list[Snapshot] = []
    tag: str | None = None
    for snapshot in _in_order(snapshots):
        tag = snapshot.active_sub_model or tag
        carried.append(snapshot.model_copy(update={"active_sub_model": tag}))
    return tuple(carried)


def active_sub_model(snapshots: Sequence[Snapshot], on: date | None = None) -> str | None:
    """Return the sub-model of the last tag up to a day, for a meta-model only; None if there is no tag."""
    snapshot = current(carry_tags(snapshots), on)
    return snapshot.active_sub_model if snapshot else None


def _in_order(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    return sorted(snapshots, key=lambda snapshot: (snapshot.day, snapshot.sequence))
