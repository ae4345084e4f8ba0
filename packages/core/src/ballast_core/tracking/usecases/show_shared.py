"""What others may see of models: returns, shapes and weights, and not one amount.

The views have no field that could hold dollars or shares. Figures are rounded, too: the exact ratio of two
amounts in cents gives both of them away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from ballast_core.shared.arrays import Floats, to_dates
from ballast_core.shared.dates import Period
from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import drawdowns, measure
from ballast_core.shared.sampling import sample
from ballast_core.shared.series import Series
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import MarketIndex, TradingModel
from ballast_core.tracking.errors import ModelNotFoundError, NoDataError
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import current, positions
from ballast_core.tracking.usecases.list_models import ModelSummary, Summarize
from ballast_core.tracking.usecases.series import ReadSeries, SeriesName, SeriesQuery, cut, or_none
from ballast_core.tracking.usecases.show_drawdowns import DrawdownsView, ShowDrawdowns
from ballast_core.tracking.usecases.show_months import MonthsView, ShowMonths, YearRow

START = 100.0
_POINTS = 1_000
_FRACTION_PLACES, _DIGITS = 4, 5


class SharedModel(Entity):
    """One model at a glance: fractions, and lines that begin at 100.

    `curve` has a value for each of `days` and begins where all models of the link have one.
    """

    name: str
    market_index: MarketIndex | None
    is_meta: bool
    last_day: date | None = None
    stale: bool = False
    day_return: float | None = None
    month_return: float | None = None
    ytd_return: float | None = None
    year_return: float | None = None
    drawdown: float | None = None
    sparkline: tuple[float, ...] = ()
    days: tuple[date, ...] = ()
    curve: tuple[float, ...] = ()


class SharedView(View):
    """The models of a link, by name."""

    models: tuple[SharedModel, ...]

    def table(self) -> Table:
        """Return a row a model."""
        rows = self.models
        figures = ("day_return", "month_return", "ytd_return", "year_return", "drawdown")
        return Table(
            "Models",
            (
                Column("model", [row.name for row in rows]),
                Column("last_day", [row.last_day for row in rows], "day"),
                *(
                    Column(name.removesuffix("_return"), [getattr(row, name) for row in rows], "fraction")
                    for name in figures
                ),
                Column("past_year", [row.sparkline for row in rows], "line"),
            ),
        )


class Weight(Entity):
    """One position, as a fraction of the portfolio at cost."""

    ticker: str
    weight: float


class SharedModelView(View):
    """One model of a link: its curve from 100 and the way below its peak, months, drawdowns, weights."""

    model: SharedModel
    days: list[date]
    curve: list[float]
    drawdowns: list[float]
    total_return: float | None
    cagr: float | None
    volatility: float | None
    max_drawdown: float
    months: MonthsView
    episodes: DrawdownsView
    weights_day: date | None
    weights: tuple[Weight, ...]

    def table(self) -> Table:
        """Return a row a point of the curve."""
        return Table(
            f"{self.model.name}: value, from 100",
            (
                Column("day", self.days, "day"),
                Column("value", self.curve, "number"),
                Column("drawdown", self.drawdowns, "fraction"),
            ),
        )

    def weights_table(self) -> Table:
        """Return a row a position."""
        return Table(
            f"{self.model.name}: weights" + (f" of {self.weights_day}" if self.weights_day else ""),
            (
                Column("ticker", [one.ticker for one in self.weights]),
                Column("weight", [one.weight for one in self.weights], "fraction"),
            ),
            ("Fractions of what the positions cost, cash included.",) if self.weights else (),
        )


@dataclass(frozen=True, slots=True)
class ShowShared:
    """Show models at a glance to whoever has a link."""

    models: ModelStore
    read_series: ReadSeries
    summarize: Summarize

    async def __call__(self, models: Sequence[str] = (), period: Period = "max") -> SharedView:
        """Show these models, all of them without a name; one that is gone is left out."""
        wanted = await _wanted(self.models, models)
        series = await self._parts(wanted, period)
        return SharedView(
            models=tuple([_shared(await self.summarize(one), series.get(one.id)) for one in wanted])
        )

    async def _parts(self, models: Sequence[TradingModel], period: Period) -> dict[UUID, Series]:
        """Return the curve of each model that has one, from the first day on which all have."""
        found: dict[UUID, Series] = {}
        for model in models:
            try:
                whole = await self.read_series(model, SeriesName.BASE)
            except NoDataError:
                continue
            found[model.id] = cut(whole, SeriesQuery(model=model.name, period=period))
        starts = [series.days[0] for series in found.values()]
        parts = {key: _after(series, max(starts)) for key, series in found.items()}
        return {key: part for key, part in parts.items() if len(part)}


@dataclass(frozen=True, slots=True)
class ShowSharedModel:
    """Show one model to whoever has a link."""

    models: ModelStore
    snapshots: SnapshotStore
    read_series: ReadSeries
    summarize: Summarize
    show_months: ShowMonths
    show_drawdowns: ShowDrawdowns

    async def __call__(
        self, model: str, models: Sequence[str] = (), period: Period = "max"
    ) -> SharedModelView:
        """Show a model that is one of `models`, or any without a name there.

        Raises `ModelNotFoundError`, which tells of no other model than the link shows; `NoDataError`.
        """
        wanted = {one.name: one for one in await _wanted(self.models, models)}
        if model not in wanted:
            raise ModelNotFoundError(model, tuple(wanted))
        one, query = wanted[model], SeriesQuery(model=model, period=period)
        series, _ = await self.read_series.part(one, query)
        figures, keep = measure(series), sample(series.values, _POINTS)
        held = current(await self.snapshots.snapshots(one.id))
        return SharedModelView(
            model=_shared(await self.summarize(one), None),
            days=to_dates(series.days[keep]),
            curve=_from_start(series.values)[keep].tolist(),
            drawdowns=drawdowns(series.values)[keep].round(_FRACTION_PLACES).tolist(),
            total_return=_fraction(or_none(figures.total_return)),
            cagr=_fraction(or_none(figures.cagr)),
            volatility=_fraction(or_none(figures.volatility_252)),
            max_drawdown=round(figures.max_drawdown.depth, _FRACTION_PLACES),
            months=_rounded_months(await self.show_months(query)),
            episodes=_rounded_episodes(await self.show_drawdowns(query)),
            weights_day=held.day if held else None,
            weights=tuple(
                Weight(ticker=position.ticker, weight=round(position.weight, _FRACTION_PLACES))
                for position in positions(held.lots if held else ())
            ),
        )


async def _wanted(store: ModelStore, names: Sequence[str]) -> list[TradingModel]:
    return [model for model in await store.models() if not names or model.name in names]


def _shared(summary: ModelSummary, series: Series | None) -> SharedModel:
    keep = sample(series.values, _POINTS) if series else np.zeros(0, np.int64)
    return SharedModel(
        name=summary.name,
        market_index=summary.market_index,
        is_meta=summary.is_meta,
        last_day=summary.last_day,
        stale=summary.stale,
        day_return=_fraction(summary.day_return),
        month_return=_fraction(summary.month_return),
        ytd_return=_fraction(summary.ytd_return),
        year_return=_fraction(summary.year_return),
        drawdown=_fraction(summary.drawdown),
        sparkline=tuple(_from_start(np.array(summary.sparkline)).tolist()),
        days=tuple(to_dates(series.days[keep])) if series else (),
        curve=tuple(_from_start(series.values)[keep].tolist()) if series else (),
    )


def _after(series: Series, first: np.datetime64) -> Series:
    at = int(np.searchsorted(series.days, first))
    return Series(series.days[at:], series.values[at:])


def _from_start(values: Floats) -> Floats:
    # Values of `base` are positive; the parser takes no other.
    ratios = START * values / values[:1]
    scale = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(ratios)))
    return np.round(ratios * scale) / scale


def _fraction(value: float | None) -> float | None:
    return None if value is None else round(value, _FRACTION_PLACES)


def _rounded_months(view: MonthsView) -> MonthsView:
    years = tuple(
        YearRow(year=row.year, months=[_fraction(one) for one in row.months], total=_fraction(row.total))
        for row in view.years
    )
    return view.model_copy(update={"years": years})


def _rounded_episodes(view: DrawdownsView) -> DrawdownsView:
    episodes = tuple(
        one.model_copy(update={"depth": round(one.depth, _FRACTION_PLACES)}) for one in view.episodes
    )
    now, share = round(view.current, _FRACTION_PLACES), round(view.share, _FRACTION_PLACES)
    return view.model_copy(update={"episodes": episodes, "current": now, "share": share})
