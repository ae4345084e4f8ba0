"""The trade log, as far as its lines can be read."""

from dataclasses import dataclass

from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import TradeLogEntry
from ballast_core.tracking.ports import ModelStore, SnapshotStore


class TradeLogView(View):
    """Entries, newest first; `total` counts all there are."""

    model: str
    total: int
    limit: int
    offset: int
    entries: tuple[TradeLogEntry, ...]

    def table(self) -> Table:
        """Return a row an entry."""
        rows = self.entries
        return Table(
            f"{self.model}: trade log",
            (
                Column("day", [row.day for row in rows], "day"),
                Column("action", [row.action.value for row in rows]),
                Column("ticker", [row.ticker or "" for row in rows]),
                Column("shares", [row.shares for row in rows], "number"),
                Column("price", [row.price for row in rows], "money"),
                Column("text", [row.text for row in rows]),
                Column("line", [row.line for row in rows], "count"),
            ),
            (f"{len(rows)} of {self.total} entries",),
        )


@dataclass(frozen=True, slots=True)
class ListTrades:
    """List what the holdings file says of trades."""

    models: ModelStore
    snapshots: SnapshotStore

    async def __call__(self, model: str, limit: int = 100, offset: int = 0) -> TradeLogView:
        """List entries, newest first. Raises `ModelNotFoundError`."""
        one = await self.models.model(model)
        entries = (await self.snapshots.trade_log(one.id))[::-1]
        return TradeLogView(
            model=one.name,
            total=len(entries),
            limit=limit,
            offset=offset,
            entries=tuple(entries[offset : offset + limit]),
        )
