"""The page of a symbol: its bars as candles, what they are worth now, what is missing, wrong or replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Annotated, Literal
from urllib.parse import quote as in_address
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from ballast_core.market import (
    Adjust,
    CoverageAsk,
    CoverageView,
    Dividend,
    FindingsAsk,
    GapsAsk,
    HistoryAsk,
    HistoryView,
    NoPriceError,
    Split,
)
from ballast_core.shared.dates import Period
from ballast_core.shared.entity import Day
from ballast_core.shared.stretches import Closer
from ballast_core.shared.table import Column, Table
from ballast_web.api.market.basis import MarketRoute
from ballast_web.charts import chart_answer
from ballast_web.deps import AppDep
from ballast_web.pages.figures import day
from ballast_web.pages.look import LookDep
from ballast_web.pages.market.candles import DRAWN, candle_chart, joined
from ballast_web.pages.market.frame import WATCH, market_page, now, updates
from ballast_web.pages.market.matrix import Month, months_of
from ballast_web.pages.market.starting import Asked, live_part
from ballast_web.pages.market.words import ago, whole
from ballast_web.pages.render import page
from ballast_web.routes import FreshRoute, LiveRoute

ADJUSTED: tuple[tuple[Adjust, str], ...] = (
    ("none", "Raw"),
    ("split", "Adjusted"),
    ("total_return", "Total return"),
)
ROWS = 50
_MARGIN = timedelta(days=40)
_REPEATED = {"symbol", "source", "first_seen", "resolved_at"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

router = APIRouter(route_class=FreshRoute)
live = APIRouter(route_class=LiveRoute)
charts = APIRouter(route_class=MarketRoute)

type Symbol = Annotated[str, Path(max_length=32)]
type Zoom = Annotated[str, Query(max_length=30)]


@dataclass(frozen=True, slots=True)
class Bars:
    """Which bars of a symbol an address asks for."""

    period: Period = "1y"
    start: Annotated[Day | Literal[""], Query()] = ""
    end: Annotated[Day | Literal[""], Query()] = ""
    adjust: Adjust = "split"

    def ask(self, symbol: str, points: int = 0) -> HistoryAsk:
        """Return the question."""
        start, end = self.start or None, self.end or None
        return HistoryAsk(
            symbol=symbol, period=self.period, start=start, end=end, adjust=self.adjust, points=points
        )

    def said(self) -> dict[str, str]:
        """Return the question as addresses spell it, without what is as usual."""
        spelled = {
            "period": self.period,
            "start": str(self.start),
            "end": str(self.end),
            "adjust": self.adjust,
        }
        usual = {"period": "1y", "start": "", "end": "", "adjust": "split"}
        return {name: value for name, value in spelled.items() if value != usual[name]}


type BarsDep = Annotated[Bars, Depends()]


@router.get("/market/symbols/{symbol}")
async def show_symbol(
    request: Request, app: AppDep, symbol: Symbol, bars: BarsDep, look: LookDep, job: Asked = ""
) -> Response:
    """Show one symbol."""
    one = await app.market.show_instrument(symbol)
    name = one.instrument.symbol
    history = await app.market.show_history(bars.ask(name, DRAWN))
    coverage = await app.market.show_coverage(CoverageAsk(symbols=(name,)))
    found = await app.market.list_market_findings(FindingsAsk(symbols=(name,), limit=ROWS))
    return market_page(
        request,
        "symbol.html",
        "",
        one=one,
        bars=bars,
        look=look,
        history=history,
        adjusted=ADJUSTED,
        said=_said(history),
        query=urlencode({"symbol": name, **bars.said()}),
        chart_query=urlencode(bars.said()),
        years=calendar_of(coverage),
        months=MONTHS,
        margin=_MARGIN,
        gaps=await app.market.list_gaps(GapsAsk(symbols=(name,))),
        findings=_of_one(found.table()),
        actions=actions_table(name, one.splits, one.dividends),
        revisions=await app.market.list_revisions(name) if one.revisions else None,
        rows=ROWS,
        api=in_address(name, safe=""),
        quote=None,
        asking=True,
        watch=f"{WATCH}coverage&subjects={in_address(name, safe='')}",
        now=now(request),
        **live_part(await updates(app, job), job),
        ago=ago,
        whole=whole,
    )


@live.get("/market/symbols/{symbol}/quote")
async def show_quote(request: Request, app: AppDep, symbol: Symbol) -> Response:
    """Show the present price; a provider may take a while, and the page does not wait for it."""
    one = await app.market.show_instrument(symbol)
    try:
        quote = await app.market.show_quote(symbol)
    except NoPriceError:
        quote = None
    return page(
        request,
        "market/quote.html",
        headers={"Cache-Control": "no-store"},
        one=one,
        quote=quote,
        api=in_address(one.instrument.symbol, safe=""),
        now=now(request),
        ago=ago,
    )


@charts.get("/charts/market/symbols/{symbol}")
async def draw_symbol(app: AppDep, symbol: Symbol, bars: BarsDep, zoom: Zoom = "") -> Response:
    """Answer the candles of a symbol: longer ones where there are many, days where one looks closer."""
    view = await app.market.show_history(bars.ask(symbol, DRAWN))
    closer = Closer.read(zoom) if view.sessions_per_row > 1 else None
    near = await app.market.show_history(_near(bars, symbol, closer)) if closer else None
    drawn = joined(view, near, closer)
    return chart_answer(candle_chart(view, drawn), view.raw_points, len(drawn.days))


def _near(bars: Bars, symbol: str, closer: Closer) -> HistoryAsk:
    return bars.ask(symbol, DRAWN).model_copy(update={"start": closer.first, "end": closer.last})


def calendar_of(view: CoverageView) -> list[tuple[str, list[Month | None]]]:
    """Return the months of one symbol by year, the newest first, each year with twelve places."""
    months = [month for row in view.months.rows for month in months_of(view.months.months, row)]
    found: list[tuple[str, list[Month | None]]] = []
    for year, some in groupby(months, key=lambda month: month.name[:4]):
        known = {int(month.name[5:]): month for month in some}
        found.append((year, [known.get(at + 1) for at in range(len(MONTHS))]))
    return found[::-1]


def _said(view: HistoryView) -> str:
    """Return what the chart draws, in words."""
    if not view.days:
        return "no bars"
    ends = f"{day(view.days[0])} to {day(view.days[-1])}"
    each = (
        "a candle a session" if view.sessions_per_row == 1 else f"{view.sessions_per_row} sessions a candle"
    )
    return f"{ends}, {view.raw_points:,} sessions, {each}"


def _of_one(found: Table) -> Table:
    """Return findings without what each of them repeats on the page of one symbol."""
    columns = tuple(one for one in found.columns if one.name not in _REPEATED)
    return Table(found.title, columns, found.notes)


def actions_table(symbol: str, splits: Sequence[Split], dividends: Sequence[Dividend]) -> Table:
    """Return a row a split or dividend, the newest first."""
    rows = [(one.day, "split", f"{one.ratio:g} for 1", one.source) for one in splits]
    rows += [(one.day, "dividend", f"{one.amount:g} {one.currency}", one.source) for one in dividends]
    rows.sort(reverse=True)
    return Table(
        f"{symbol}: splits and dividends",
        (
            Column("ex-date", [row[0] for row in rows], "day"),
            Column("what", [row[1] for row in rows]),
            Column("how much", [row[2] for row in rows]),
            Column("source", [row[3] for row in rows]),
        ),
    )
