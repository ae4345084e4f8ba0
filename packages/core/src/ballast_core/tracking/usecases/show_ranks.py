"""Ranks of the latest ranking."""

from dataclasses import dataclass
from datetime import date

from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import CASH
from ballast_core.tracking.errors import NoDataError
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import current

STALE_AFTER_DAYS = 31  # models trade once a month


class RankedSymbol(Entity):
    """One symbol; `movement` is how many places it rose since the start of the month (negative: fell)."""

    symbol: str
    rank: int
    start_of_month: int
    movement: int
    held: bool


class RanksView(View):
    """The latest ranking, best first; `age_days` is how old it is today, `stale` is above a month."""

    model: str
    day: date
    age_days: int
    stale: bool
    symbols: int
    ranks: tuple[RankedSymbol, ...]

    def table(self) -> Table:
        """Return a row a symbol."""
        return Table(
            f"{self.model}: ranks of {self.day}",
            (
                Column("rank", [row.rank for row in self.ranks], "count"),
                Column("symbol", [row.symbol for row in self.ranks]),
                Column("start_of_month", [row.start_of_month for row in self.ranks], "count"),
                Column("movement", [row.movement for row in self.ranks], "count"),
                Column("held", [row.held for row in self.ranks], "flag"),
            ),
            (f"{len(self.ranks)} of {self.symbols} symbols; the ranking is {self.age_days} days old",),
        )


@dataclass(frozen=True, slots=True)
class ShowRanks:
    """Show how the universe ranked last."""

    models: ModelStore
    snapshots: SnapshotStore
    clock: Clock

    async def __call__(self, model: str, top: int = 0) -> RanksView:
        """Show the best `top` symbols (0: all); ties in the order of the file.

        Raises `ModelNotFoundError`, and `NoDataError` when the model has no ranks.
        """
        one = await self.models.model(model)
        ranking = await self.snapshots.ranking(one.id)
        if ranking is None:
            raise NoDataError(one.name, "ranks")
        snapshot = current(await self.snapshots.snapshots(one.id))
        held = {lot.ticker for lot in snapshot.lots if lot.ticker != CASH} if snapshot else set[str]()
        age = (self.clock.now().date() - ranking.day).days
        best = sorted(ranking.ranks, key=lambda entry: (entry.rank, entry.position))
        return RanksView(
            model=one.name,
            day=ranking.day,
            age_days=age,
            stale=age > STALE_AFTER_DAYS,
            symbols=len(best),
            ranks=tuple(
                RankedSymbol(
                    symbol=entry.symbol,
                    rank=entry.rank,
                    start_of_month=entry.position,
                    movement=entry.position - entry.rank,
                    held=entry.symbol in held,
                )
                for entry in best[: top or None]
            ),
        )
