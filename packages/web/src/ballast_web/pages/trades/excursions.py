"""Single trades: how far each went against and for, how results spread, and when they were made."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ballast_core.trades import BreakdownAsk, Excursion, ExcursionsView, GroupBy, HistogramAsk
from ballast_web.charts import Option, bar_chart, chart_answer
from ballast_web.deps import AppDep
from ballast_web.pages.figures import money
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page

type Moment = Literal["exit", "entry"]
type Of = Literal["trades", "days"]
type Bins = Annotated[int, Query(ge=2, le=500)]

_SHEET = Sheet("Excursions", "trades/excursions.html", ("by", "at", "of"))
_BINS = 50
_MOST, _FEWEST = 3_000, 4
_GROUPS: tuple[tuple[GroupBy, str], ...] = (
    ("weekday", "Weekday"),
    ("hour", "Hour"),
    ("month", "Month"),
    ("year", "Year"),
    ("side", "Side"),
    ("symbol", "Symbol"),
    ("strategy", "Strategy"),
    ("file", "File"),
)

router = APIRouter(route_class=TradesRoute)


@router.get("/trades/excursions")
async def show_excursions(
    request: Request,
    app: AppDep,
    selection: SelectionDep,
    by: GroupBy = "weekday",
    at: Moment = "exit",
    of: Of = "trades",
) -> Response:
    """Show the ways of closed trades, the spread of their results, and groups of them."""

    async def ask() -> Given:
        groups = await app.trades.show_breakdown(selection, BreakdownAsk(by=by, at=at))
        return {
            "view": await app.trades.show_excursions(selection, _FEWEST),
            "spread": await app.trades.show_histogram(selection, HistogramAsk(of=of, bins=_BINS)),
            "groups": groups,
            "by": None if by == "weekday" else by,
            "at": None if at == "exit" else at,
            "of": of,
            "choices_by": [(None if name == "weekday" else name, said) for name, said in _GROUPS],
            "called": dict(_GROUPS)[by],
        }

    return await trades_page(request, app, selection, _SHEET, ask)


@router.get("/charts/trades/excursions")
async def chart_excursions(
    app: AppDep, selection: SelectionDep, way: Literal["mae", "mfe"] = "mae"
) -> Response:
    """Return a point for each closed trade: its farthest way against or for it, and what it made."""
    view = await app.trades.show_excursions(selection, _MOST)
    return chart_answer(_scatter(view, way), view.raw_points, view.sent_points)


@router.get("/charts/trades/histogram")
async def chart_histogram(
    app: AppDep, selection: SelectionDep, of: Of = "trades", bins: Bins = _BINS
) -> Response:
    """Return how many results lie in each bin."""
    view = await app.trades.show_histogram(selection, HistogramAsk(of=of, bins=bins))
    names = [f"{money(low)} to {money(high)}" for low, high in zip(view.edges, view.edges[1:], strict=False)]
    return chart_answer(bar_chart(names, {of: view.counts}, unit="count"), view.values, len(view.counts))


@router.get("/charts/trades/breakdown")
async def chart_breakdown(
    app: AppDep, selection: SelectionDep, by: GroupBy = "weekday", at: Moment = "exit"
) -> Response:
    """Return the net profit of each group."""
    view = await app.trades.show_breakdown(selection, BreakdownAsk(by=by, at=at))
    names = [group.group for group in view.groups]
    return chart_answer(
        bar_chart(names, {"net profit": [group.net_profit for group in view.groups]}, unit="money")
    )


def _scatter(view: ExcursionsView, way: Literal["mae", "mfe"]) -> Option:
    won = [trade for trade in view.trades if trade.net > 0]
    lost = [trade for trade in view.trades if trade.net <= 0]
    name = "farthest against" if way == "mae" else "farthest for"
    return {
        "grid": {"left": 8, "right": 18, "top": 24, "bottom": 26, "containLabel": True},
        "xAxis": {"type": "value", "unit": "money", "name": name, "nameLocation": "middle", "nameGap": 26},
        "yAxis": {"type": "value", "unit": "money", "name": "net profit", "axisLine": {"onZero": False}},
        "series": [_points("won", won, way, "@up"), _points("lost", lost, way, "@down")],
        "legend": {"data": ["won", "lost"]},
        "tooltip": {"trigger": "item", "unit": "money"},
    }


def _points(name: str, trades: Sequence[Excursion], way: Literal["mae", "mfe"], color: str) -> Option:
    far = ((trade.mae if way == "mae" else trade.mfe, trade) for trade in trades)
    return {
        "type": "scatter",
        "name": name,
        "symbolSize": 5,
        "itemStyle": {"color": color, "opacity": 0.55},
        "unit": "money",
        "data": [
            [round(x, 2), round(trade.net, 2), f"{trade.symbol} {trade.number}, {trade.exit_at:%Y-%m-%d}"]
            for x, trade in far
        ],
    }
