"""Read what is held, for whoever looks after prices and events of it."""

from dataclasses import dataclass

from ballast_core.tracking.entities import CASH
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import current


@dataclass(frozen=True, slots=True)
class ReadHeld:
    """Read which tickers any model holds now."""

    models: ModelStore
    snapshots: SnapshotStore

    async def __call__(self) -> frozenset[str]:
        """Return the tickers of the last snapshot of each model, without cash; none without any model."""
        held: set[str] = set()
        for model in await self.models.models():
            snapshot = current(await self.snapshots.snapshots(model.id))
            held |= {lot.ticker for lot in snapshot.lots} if snapshot else set()
        return frozenset(held - {CASH})
