"""One selection at a glance: key figures, and equity, drawdown, positions and margin below each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ballast_core.shared.table import Unit
from ballast_core.trades import ExposureRow, SideFigures
from ballast_web.deps import AppDep
from ballast_web.pages.figures import day, percent, stated
from ballast_web.pages.look import LookDep
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page
from ballast_web.pages.trades.series import Curve, Fall, Per, drawdown_ask, equity_ask

_SHEET = Sheet("Overview", "trades/overview.html", ("per", "curve", "fall"))
_ENDS = 4

router = APIRouter(route_class=TradesRoute)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the first row: `name` is where it is explained."""

    name: str
    label: str
    value: object
    unit: Unit
    about: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the charts draw: whose lines, equity in what, and which drawdown."""

    per: Per = "portfolio"
    curve: Curve = "equity"
    fall: Fall = "daily"


@router.get("/trades")
async def show_overview(
    request: Request, app: AppDep, selection: SelectionDep, look: LookDep, drawn: Annotated[Drawn, Depends()]
) -> Response:
    """Show what a selection earned, risked and held."""

    async def ask() -> Given:
        metrics = await app.trades.show_metrics(selection)
        exposure = await app.trades.show_exposure(selection)
        whole = next(row for row in metrics.rows if row.kind == "portfolio").all
        held = next(row for row in exposure.rows if row.kind == "portfolio")
        asks = equity_ask(drawn.curve, drawn.per, _ENDS), drawdown_ask(drawn.fall, drawn.per, _ENDS)
        first, second = [await app.trades.show_series(selection, one) for one in asks]
        return {
            "equity": first,  # for their notes; the charts ask for their points
            "drawdown": second,
            "metrics": metrics,
            "exposure": exposure,
            "keys": list(_keys(whole, held)),
            "whole": whole,
            "held": held,
            "look": look,
            "per": drawn.per,
            "curve": drawn.curve,
            "fall": drawn.fall,
        }

    return await trades_page(request, app, selection, _SHEET, ask)


def _keys(whole: SideFigures, held: ExposureRow) -> Iterator[KeyFigure]:
    still_open = f"{whole.open_trades} open" if whole.open_trades else "none open"
    yield KeyFigure("net_profit", "Net profit", whole.net_profit, "money", "closed trades, after costs")
    yield KeyFigure(
        "marked_profit", "Marked profit", whole.marked_profit, "money", percent(whole.total_return)
    )
    yield KeyFigure(
        "marked_drawdown",
        "Deepest drawdown",
        whole.marked_drawdown,
        "money",
        f"to {day(whole.marked_drawdown_day)}" if whole.marked_drawdown_day else "",
    )
    yield KeyFigure(
        "marked_drawdown_share",
        "Of the peak",
        whole.marked_drawdown_share,
        "fraction",
        f"to {day(whole.marked_drawdown_share_day)}" if whole.marked_drawdown_share_day else "",
    )
    yield KeyFigure("growth_a_year", "Growth a year", whole.growth_a_year, "fraction", "of account equity")
    yield KeyFigure("sharpe", "Sharpe ratio", whole.sharpe, "number", "daily, 365 days a year")
    yield KeyFigure("most_margin", "Margin at most", held.most_margin, "money", _low(held))
    yield KeyFigure("closed_trades", "Trades", whole.closed_trades, "count", still_open)
    yield KeyFigure("win_rate", "Winners", whole.win_rate, "fraction", _factor(whole))


def _low(held: ExposureRow) -> str:
    if held.purchasing_power_low is None:
        return ""
    return f"power left at least {stated(held.purchasing_power_low, 'money')}"


def _factor(whole: SideFigures) -> str:
    return "" if whole.profit_factor is None else f"profit factor {stated(whole.profit_factor, 'number')}"
