"""All models with their last value."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ballast_core.shared.arrays import to_date
from ballast_core.shared.dates import Period
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock
from ballast_core.shared.sampling import sample
from ballast_core.shared.series import Series
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import MarketIndex, TradingModel
from ballast_core.tracking.errors import NoDataError
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import active_sub_model
from ballast_core.tracking.usecases.series import ReadSeries, SeriesName, SeriesQuery, cut

STALE_AFTER_DAYS = 10
SPARK_POINTS = 40


class ModelSummary(Entity):
    """One model at a glance. Values and returns are of `base`, the portfolio; returns are fractions.

    Each return runs from the last point on or before its start, so irregular points do not shorten it.
    All figures are empty for a model without a status record.
    """

    id: UUID
    name: str
    description: str
    market_index: MarketIndex | None
    is_meta: bool
    sub_model: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    age_days: int | None = None
    stale: bool = False
    value: float | None = None
    day_return: float | None = None
    month_return: float | None = None
    ytd_return: float | None = None
    year_return: float | None = None
    drawdown: float | None = None
    sparkline: tuple[float, ...] = ()


class ModelsView(View):
    """All models, by name."""

    models: tuple[ModelSummary, ...]

    def table(self) -> Table:
        """Return a row a model."""
        rows = self.models
        stale = [f"{row.name}: last record is {row.age_days} days old" for row in rows if row.stale]
        return Table(
            "Models",
            (
                Column("model", [row.name for row in rows]),
                Column("index", [row.market_index.value if row.market_index else "both" for row in rows]),
                Column("holds", [(row.sub_model or "unknown") if row.is_meta else "" for row in rows]),
                Column("last_day", [row.last_day for row in rows], "day"),
                Column("value", [row.value for row in rows], "money"),
                Column("day", [row.day_return for row in rows], "fraction"),
                Column("month", [row.month_return for row in rows], "fraction"),
                Column("ytd", [row.ytd_return for row in rows], "fraction"),
                Column("year", [row.year_return for row in rows], "fraction"),
                Column("drawdown", [row.drawdown for row in rows], "fraction"),
                Column("past_year", [row.sparkline for row in rows], "line"),
            ),
            ("Values and returns are of the portfolio (base).", *stale),
        )


@dataclass(frozen=True, slots=True)
class Summarize:
    """Sum up one model; shared by the list and by the page of a model."""

    read_series: ReadSeries
    snapshots: SnapshotStore
    clock: Clock

    async def __call__(self, model: TradingModel) -> ModelSummary:
        """Return the model at a glance; without figures when it has no status record."""
        known = ModelSummary(
            id=model.id,
            name=model.name,
            description=model.description,
            market_index=model.market_index,
            is_meta=model.is_meta,
        )
        try:
            base = await self.read_series(model, SeriesName.BASE)
        except NoDataError:
            return known
        last = to_date(base.days[-1])
        age = (self.clock.now().date() - last).days
        year = _since(base, "1y")
        return known.model_copy(
            update={
                "sub_model": active_sub_model(await self.snapshots.snapshots(model.id, lots=False))
                if model.is_meta
                else None,
                "first_day": to_date(base.days[0]),
                "last_day": last,
                "age_days": age,
                "stale": age > STALE_AFTER_DAYS,
                "value": float(base.values[-1]),
                "day_return": float(base.values[-1] / base.values[-2] - 1) if len(base) > 1 else None,
                "month_return": _return(_since(base, "1m")),
                "ytd_return": _return(_since(base, "ytd")),
                "year_return": _return(year),
                "drawdown": float(base.values[-1] / base.values.max() - 1),
                "sparkline": tuple(year.values[sample(year.values, SPARK_POINTS)].tolist()),
            }
        )


@dataclass(frozen=True, slots=True)
class ListModels:
    """List the models that were ingested."""

    models: ModelStore
    summarize: Summarize

    async def __call__(self) -> ModelsView:
        """Return all models by name; none when nothing was ingested yet."""
        return ModelsView(models=tuple([await self.summarize(model) for model in await self.models.models()]))


def _since(series: Series, period: Period) -> Series:
    return cut(series, SeriesQuery(model="", period=period))


def _return(series: Series) -> float | None:
    return float(series.values[-1] / series.values[0] - 1) if len(series) > 1 else None
