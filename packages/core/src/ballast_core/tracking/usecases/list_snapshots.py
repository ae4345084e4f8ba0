"""All portfolios that a model held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isnan
from uuid import UUID

import numpy as np

from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import years
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import CASH, Snapshot
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import carry_tags, effective, turnovers


class SnapshotSummary(Entity):
    """One block of the holdings file.

    `effective` is False where a later block of the same day replaces it. `turnover` is the one-way change
    of weights at cost against the effective snapshot before; `tag` stands in the block, `sub_model` is
    carried forward and only a meta-model has it.
    """

    id: UUID
    day: date
    sequence: int
    effective: bool
    positions: int
    lots: int
    cash: Decimal
    total_at_cost: Decimal
    turnover: float | None
    tag: str | None
    sub_model: str | None


class SnapshotsView(View):
    """Snapshots, newest first; `total` counts all there are.

    `turnover_per_year` is the turnover of all of them over the years from the first to the last.
    """

    model: str
    total: int
    limit: int
    offset: int
    turnover_per_year: float | None = None
    snapshots: tuple[SnapshotSummary, ...]

    def table(self) -> Table:
        """Return a row a snapshot, with a sub-model where there is one."""
        rows = self.snapshots
        switched = Column("sub_model", [row.sub_model or "" for row in rows])
        return Table(
            f"{self.model}: snapshots",
            (
                Column("day", [row.day for row in rows], "day"),
                Column("sequence", [row.sequence for row in rows], "count"),
                Column("effective", [row.effective for row in rows], "flag"),
                Column("positions", [row.positions for row in rows], "count"),
                Column("lots", [row.lots for row in rows], "count"),
                Column("cash", [row.cash for row in rows], "money"),
                Column("total_at_cost", [row.total_at_cost for row in rows], "money"),
                Column("turnover", [row.turnover for row in rows], "fraction"),
                *((switched,) if any(switched.values) else ()),
            ),
            (f"{len(rows)} of {self.total} snapshots",),
        )


@dataclass(frozen=True, slots=True)
class ListSnapshots:
    """List the portfolios of a model."""

    models: ModelStore
    snapshots: SnapshotStore

    async def __call__(self, model: str, limit: int = 50, offset: int = 0) -> SnapshotsView:
        """List snapshots, newest first. Raises `ModelNotFoundError`."""
        one = await self.models.model(model)
        snapshots = await self.snapshots.snapshots(one.id)
        carried = {past.id: past.active_sub_model for past in carry_tags(snapshots)} if one.is_meta else {}
        moved = turnovers(snapshots)
        change = dict(moved)
        counting = {snapshot.id for snapshot in effective(snapshots)}
        rows = [
            _summary(
                snapshot,
                change.get(snapshot.day),
                carried.get(snapshot.id),
                effective=snapshot.id in counting,
            )
            for snapshot in reversed(snapshots)
        ]
        return SnapshotsView(
            model=one.name,
            total=len(rows),
            limit=limit,
            offset=offset,
            turnover_per_year=_per_year(moved, snapshots),
            snapshots=tuple(rows[offset : offset + limit]),
        )


def _per_year(moved: Sequence[tuple[date, float]], snapshots: Sequence[Snapshot]) -> float | None:
    span = years(np.sort(np.array([snapshot.day for snapshot in snapshots], "datetime64[D]")))
    return sum(share for _, share in moved if not isnan(share)) / span if span else None


def _summary(
    snapshot: Snapshot, moved: float | None, sub_model: str | None, *, effective: bool
) -> SnapshotSummary:
    return SnapshotSummary(
        id=snapshot.id,
        day=snapshot.day,
        sequence=snapshot.sequence,
        effective=effective,
        positions=len({lot.ticker for lot in snapshot.lots} - {CASH}),
        lots=sum(lot.ticker != CASH for lot in snapshot.lots),
        cash=sum((lot.shares for lot in snapshot.lots if lot.ticker == CASH), Decimal(0)),
        total_at_cost=snapshot.total_value,
        turnover=moved if effective else None,
        tag=snapshot.active_sub_model,
        sub_model=sub_model,
    )
