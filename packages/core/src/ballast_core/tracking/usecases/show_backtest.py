"""The backtest: strategy against buy and hold, with new highs and lows."""

from dataclasses import dataclass
from datetime import date

from ballast_core.shared.arrays import to_date, to_dates
from ballast_core.shared.sampling import sample
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import BacktestColumns, BacktestPoint
from ballast_core.tracking.ports import ModelStore, ValueStore
from ballast_core.tracking.usecases.series import (
    ReadSeries,
    SeriesAbout,
    SeriesName,
    SeriesQuery,
    or_none,
    with_gaps,
)


class BacktestView(View):
    """A backtest as columns of equal length; dollars, from the master project's own run.

    `new_highs` and `new_lows` are its weighted scores, not counts, and missing where it had no data yet.
    `sub_models` is what a meta-model switched to, and empty for other models. `latest` is the last row.
    """

    about: SeriesAbout
    days: list[date]
    strategy: list[float | None]
    buy_and_hold: list[float | None]
    new_highs: list[float | None]
    new_lows: list[float | None]
    sub_models: list[str]
    raw_points: int
    sent_points: int
    latest: BacktestPoint

    def table(self) -> Table:
        """Return a row a point."""
        switched = (Column("sub_model", self.sub_models),) if self.sub_models else ()
        return Table(
            self.about.title("strategy and benchmark"),
            (
                Column("day", self.days, "day"),
                Column("strategy", self.strategy, "money"),
                Column("buy_and_hold", self.buy_and_hold, "money"),
                Column("new_highs", self.new_highs, "number"),
                Column("new_lows", self.new_lows, "number"),
                *switched,
            ),
            self.about.notes,
        )


@dataclass(frozen=True, slots=True)
class ShowBacktest:
    """Show a model's backtest."""

    models: ModelStore
    values: ValueStore
    read_series: ReadSeries

    async def __call__(self, query: SeriesQuery | str) -> BacktestView:
        """Show the part that is asked for; `query.series` is of no matter here.

        Raises `ModelNotFoundError`, `NoDataError`, `BadQueryError`.
        """
        asked = SeriesQuery(model=query) if isinstance(query, str) else query
        query = asked.model_copy(update={"series": SeriesName.BACKTEST})
        model = await self.models.model(query.model)
        series, said = await self.read_series.part(model, query)
        rows = await self.values.backtest(model.id)
        inside = (rows.days >= series.days[0]) & (rows.days <= series.days[-1])
        keep = inside.nonzero()[0]
        if 0 < query.points < keep.size:
            keep = keep[sample(rows.strategy[keep], query.points)]
        return BacktestView(
            about=said,
            days=to_dates(rows.days[keep]),
            strategy=with_gaps(rows.strategy[keep]),
            buy_and_hold=with_gaps(rows.buy_and_hold[keep]),
            new_highs=with_gaps(rows.new_highs[keep]),
            new_lows=with_gaps(rows.new_lows[keep]),
            sub_models=[rows.sub_models[at] for at in keep] if rows.sub_models else [],
            raw_points=int(inside.sum()),
            sent_points=int(keep.size),
            latest=_point(rows, int(inside.nonzero()[0][-1])),
        )


def _point(rows: BacktestColumns, at: int) -> BacktestPoint:
    return BacktestPoint(
        day=to_date(rows.days[at]),
        buy_and_hold=or_none(float(rows.buy_and_hold[at])),
        strategy=or_none(float(rows.strategy[at])),
        new_highs=or_none(float(rows.new_highs[at])),
        new_lows=or_none(float(rows.new_lows[at])),
        sub_model=rows.sub_models[at] if rows.sub_models else None,
    )
