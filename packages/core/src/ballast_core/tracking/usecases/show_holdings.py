"""Current or past holdings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from ballast_core.shared.arrays import to_date
from ballast_core.shared.ports import Clock
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import CASH, Holding, TradingModel
from ballast_core.tracking.errors import NoDataError
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import active_sub_model, buy_days, cash_in, current, positions
from ballast_core.tracking.usecases.series import ReadSeries, SeriesName


class HoldingsView(View):
    """The portfolio as of a day: lots folded into positions, cash beside them.

    `day` is the day of the snapshot, `asked` the day that was asked for. `value` is what the status file
    says the portfolio was worth at last prices on `value_day`, the last record on or before `asked`
    (or the last of all). Files hold no last price of a single position, so `current_price` is empty.
    Ranks are today's, of `ranks_day`; a day of the past has none.
    """

    model: str
    asked: date | None
    day: date
    sequence: int
    sub_model: str | None
    holdings: tuple[Holding, ...]
    cash: Decimal
    total_at_cost: Decimal
    value: float | None
    value_day: date | None
    cash_in: float | None
    ranks_day: date | None
    ranks_age_days: int | None

    @property
    def profit(self) -> float | None:
        """Dollars: value less all cash that was put in."""
        return None if self.value is None or self.cash_in is None else self.value - self.cash_in

    def table(self) -> Table:
        """Return a row a position, the largest first, cash last."""
        rows = self.holdings
        total = f"{self.total_at_cost:,.2f} at cost"
        worth = f", {self.value:,.2f} at last prices on {self.value_day}" if self.value is not None else ""
        switched = (f"held for the sub-model {self.sub_model}",) if self.sub_model else ()
        ranked = (f"ranks of {self.ranks_day}, {self.ranks_age_days} days old",) if self.ranks_day else ()
        return Table(
            f"{self.model}: holdings of {self.day}",
            (
                Column("ticker", [row.ticker for row in rows]),
                Column("shares", [row.shares for row in rows], "number"),
                Column("price", [row.purchase_price for row in rows], "money"),
                Column("cost", [row.cost for row in rows], "money"),
                Column("weight_at_cost", [row.weight for row in rows], "fraction"),
                Column("rank", [row.rank for row in rows], "count"),
                Column("held_since", [row.buy_day for row in rows], "day"),
                Column("lots", [row.lots for row in rows], "count"),
            ),
            (f"{total}{worth}", *switched, *ranked),
        )


@dataclass(frozen=True, slots=True)
class ShowHoldings:
    """Show what a model holds, or held on a day."""

    models: ModelStore
    snapshots: SnapshotStore
    read_series: ReadSeries
    clock: Clock

    async def __call__(self, model: str, on: date | None = None) -> HoldingsView:
        """Show the last snapshot on or before `on`, or the last of all.

        Of several snapshots of one day the later in the file counts.
        Raises `ModelNotFoundError`, and `NoDataError` when there is no snapshot by then.
        """
        one = await self.models.model(model)
        snapshots = await self.snapshots.snapshots(one.id)
        snapshot = current(snapshots, on)
        if snapshot is None:
            raise NoDataError(one.name, f"snapshot on or before {on}" if on else "snapshot")
        value, value_day = await self._value(one, on)
        # Today's ranks say nothing about a day of the past.
        ranking = await self.snapshots.ranking(one.id) if on is None else None
        until = [past for past in snapshots if (past.day, past.sequence) <= (snapshot.day, snapshot.sequence)]
        stated = cash_in(until)
        return HoldingsView(
            model=one.name,
            asked=on,
            day=snapshot.day,
            sequence=snapshot.sequence,
            sub_model=active_sub_model(until) if one.is_meta else None,
            holdings=positions(
                snapshot.lots,
                ranks={entry.symbol: entry.rank for entry in ranking.ranks} if ranking else {},
                buy_days=buy_days(until),
            ),
            cash=sum((lot.shares for lot in snapshot.lots if lot.ticker == CASH), Decimal(0)),
            total_at_cost=snapshot.total_value,
            value=value,
            value_day=value_day,
            cash_in=float(stated.values[-1]) if len(stated) else None,
            ranks_day=ranking.day if ranking else None,
            ranks_age_days=(self.clock.now().date() - ranking.day).days if ranking else None,
        )

    async def _value(self, model: TradingModel, on: date | None) -> tuple[float | None, date | None]:
        try:
            base = await self.read_series(model, SeriesName.BASE)
        except NoDataError:
            return None, None
        at = len(base) if on is None else int(np.searchsorted(base.days, np.datetime64(on), "right"))
        return (float(base.values[at - 1]), to_date(base.days[at - 1])) if at else (None, None)
