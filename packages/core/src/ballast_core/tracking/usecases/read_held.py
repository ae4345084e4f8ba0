"""Read what is held, for whoever looks after prices and events of it."""

from dataclasses import dataclass, field

from ballast_core.tracking.entities import CASH
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import current


@dataclass(frozen=True, slots=True)
class ReadHeld:
    """Read which tickers any model holds now, once for each revision of what is stored."""

    models: ModelStore
    snapshots: SnapshotStore
    _known: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    async def __call__(self) -> frozenset[str]:
        """Return the tickers of the last snapshot of each model, without cash; none without any model."""
        revision = await self.models.revision()
        if revision not in self._known:
            held = await self._held()
            self._known.clear()  # those of one revision are enough
            self._known[revision] = held
            return held
        return self._known[revision]

    async def _held(self) -> frozenset[str]:
        held: set[str] = set()
        for model in await self.models.models():
            snapshot = current(await self.snapshots.snapshots(model.id))
            held |= {lot.ticker for lot in snapshot.lots} if snapshot else set()
        return frozenset(held - {CASH})
