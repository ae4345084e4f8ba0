"""What a meta-model switched to, when, and what each alternative would have made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ballast_core.shared.entity import Entity
from ballast_core.shared.series import Series
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.errors import BadQueryError, NoDataError
from ballast_core.tracking.ports import ModelStore, SnapshotStore, ValueStore
from ballast_core.tracking.rules import ledger, tagged
from ballast_core.tracking.usecases.series import ReadSeries, SeriesName

type SwitchSource = Literal["auto", "backtest", "tags"]


class Switch(Entity):
    """One stay with a sub-model; `days` are calendar days from its first to its last.

    `earned` is the meta-model's own return over the stay. `alternatives` has the return of each sub-model
    over the same span, from its own series, and nothing where that series does not reach.
    """

    sub_model: str
    from_day: date
    to_day: date
    days: int
    earned: float | None
    alternatives: dict[str, float | None]


class SwitchesView(View):
    """The switch ledger, oldest first.

    `source` tells where the sub-models stand: in the backtest's sixth column (simulated) or in the tags of
    the holdings file (as traded).
    """

    model: str
    source: Literal["backtest", "tags"]
    series: SeriesName
    switches: tuple[Switch, ...]

    def table(self) -> Table:
        """Return a row a stay."""
        rows = self.switches
        names = sorted({name for row in rows for name in row.alternatives})
        where = "sixth column of the backtest" if self.source == "backtest" else "tags in the holdings file"
        return Table(
            f"{self.model}: switches",
            (
                Column("sub_model", [row.sub_model for row in rows]),
                Column("from", [row.from_day for row in rows], "day"),
                Column("to", [row.to_day for row in rows], "day"),
                Column("days", [row.days for row in rows], "count"),
                Column("earned", [row.earned for row in rows], "fraction"),
                *(Column(name, [row.alternatives.get(name) for row in rows], "fraction") for name in names),
            ),
            (f"From the {where}; returns are of the {self.series.value} series of each model",),
        )


@dataclass(frozen=True, slots=True)
class ShowSwitches:
    """Show the switch ledger of a meta-model."""

    models: ModelStore
    values: ValueStore
    snapshots: SnapshotStore
    read_series: ReadSeries

    async def __call__(self, model: str, source: SwitchSource = "auto") -> SwitchesView:
        """Show every stay with a sub-model; `auto` takes the backtest's sixth column where there is one.

        Raises `ModelNotFoundError`, `BadQueryError` for a model that is no meta-model, and `NoDataError`
        when the source says nothing.
        """
        one = await self.models.model(model)
        if not one.is_meta:
            raise BadQueryError("model", f"{one.name} is not a meta-model; it does not switch")
        backtest = await self.values.backtest(one.id)
        if source == "backtest" or (source == "auto" and backtest.sub_models):
            meta = Series(backtest.days, backtest.strategy)
            return await self._view(one, "backtest", SeriesName.BACKTEST, meta, backtest.sub_models)
        base = await self.read_series(one, SeriesName.BASE)
        held = tagged(base.days, await self.snapshots.snapshots(one.id, lots=False))
        return await self._view(one, "tags", SeriesName.BASE, base, held)

    async def _view(
        self,
        model: TradingModel,
        source: Literal["backtest", "tags"],
        series: SeriesName,
        meta: Series,
        names: Sequence[str | None],
    ) -> SwitchesView:
        stays = ledger(meta, names, await self._alternatives(model, series)) if names else ()
        if not stays:
            raise NoDataError(model.name, f"sub-model in its {source}")
        switches = tuple(
            Switch(
                sub_model=stay.sub_model,
                from_day=stay.from_day,
                to_day=stay.to_day,
                days=stay.days,
                earned=stay.meta_return,
                alternatives=stay.alternatives,
            )
            for stay in stays
        )
        return SwitchesView(model=model.name, source=source, series=series, switches=switches)

    async def _alternatives(self, model: TradingModel, series: SeriesName) -> dict[str, Series]:
        # The configuration may name models that were never ingested: they have no column.
        known = {one.name: one for one in await self.models.models()}
        found: dict[str, Series] = {}
        for name in model.sub_models:
            try:
                found[name] = await self.read_series(known[name], series)
            except (KeyError, NoDataError):
                continue
        return found
