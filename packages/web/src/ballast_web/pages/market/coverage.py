"""Coverage at a glance: a card a topic, what there is to do, and the matrix of symbols by months."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from ballast_core.app import App
from ballast_core.market import (
    CoverageAsk,
    CoverageView,
    Grade,
    InstrumentKind,
    InstrumentsAsk,
    RunView,
    SymbolCoverage,
)
from ballast_core.shared.dates import period_start
from ballast_core.shared.entity import Day
from ballast_web.deps import AppDep
from ballast_web.pages.market.frame import HOME, WATCH, market_page, now, updates
from ballast_web.pages.market.matrix import Matrix, matrix_of
from ballast_web.pages.market.starting import Asked, live_part
from ballast_web.pages.market.todo import todo_of
from ballast_web.pages.market.words import STATES, ago, asked, took, whole
from ballast_web.routes import FreshRoute

GRADES = (*Grade, None)

router = APIRouter(prefix=HOME, route_class=FreshRoute)

type Period = Literal["1y", "3y", "5y", "10y"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which symbols and days an address asks for, and in which order."""

    kind: Annotated[InstrumentKind | Literal[""], Query()] = ""
    sector: Annotated[str, Query(max_length=100)] = ""
    symbol: Annotated[str, Query(max_length=100, description="A part of symbol or name.")] = ""
    source: Annotated[str, Query(max_length=40)] = ""
    period: Period = "10y"
    start: Annotated[Day | Literal[""], Query()] = ""
    end: Annotated[Day | Literal[""], Query()] = ""
    order: Literal["symbol", "worst"] = "symbol"
    only: Literal["all", "holes"] = "all"

    @property
    def narrowed(self) -> bool:
        """Whether some symbols are left out by what they are."""
        return bool(self.kind or self.sector or self.symbol)


@router.get("")
async def show_coverage(
    request: Request, app: AppDep, shown: Annotated[Shown, Depends()], job: Asked = ""
) -> Response:
    """Show what is complete, what is stale, what is wrong, and where the holes are."""
    sectors = (await app.market.list_sectors()).sectors
    universe = sum(one.instruments for one in sectors)
    if not universe:
        return market_page(request, "welcome.html", "Coverage", **live_part(await updates(app, job), job))
    ask = _ask(shown, await _narrowed(app, shown), now(request).date())
    view, run, kept, jobs = await asyncio.gather(
        _covered(app, ask), _newest(app), app.ops.list_schedules(), updates(app, job)
    )
    rows = _ordered(view.symbols, shown) if view else ()
    return market_page(
        request,
        "coverage.html",
        "Coverage",
        shown=shown,
        view=view,
        universe=universe,
        kinds=[(kind.value, kind.value) for kind in InstrumentKind],
        sectors=[one.sector for one in sectors if one.sector],
        sources=sorted({source for row in rows for source in row.sources} | {shown.source} - {""}),
        matrix=matrix_of(rows, view.months) if view else Matrix("", 0, (), ()),
        counts=_counts(view.symbols) if view else [],
        todo=todo_of(view) if view else (),
        api_query=_query(ask) if ask else "",
        last_day=_last_day(view) if view else None,
        run=run,
        schedules=kept.schedules,
        states=STATES,
        watch=f"{WATCH}coverage,run",
        now=now(request),
        **live_part(jobs, job),
        ago=ago,
        asked=asked,
        took=took,
        whole=whole,
    )


async def _narrowed(app: App, shown: Shown) -> tuple[str, ...] | None:
    """Return the symbols that are asked for; None for all."""
    if not shown.narrowed:
        return None
    ask = InstrumentsAsk(kind=shown.kind or None, sector=shown.sector or None, search=shown.symbol)
    return tuple(one.instrument.symbol for one in (await app.market.list_instruments(ask)).instruments)


def _ask(shown: Shown, symbols: tuple[str, ...] | None, today: date) -> CoverageAsk | None:
    """Return the question, unless nothing is asked about."""
    if symbols == ():
        return None
    start = shown.start or (None if shown.period == "10y" else period_start(shown.period, today))
    return CoverageAsk(symbols=symbols or (), start=start, end=shown.end or None, source=shown.source)


async def _covered(app: App, ask: CoverageAsk | None) -> CoverageView | None:
    return await app.market.show_coverage(ask) if ask else None


def _query(ask: CoverageAsk) -> str:
    said = ask.model_dump(mode="json", exclude_defaults=True)
    return urlencode({**said, **({"symbols": ",".join(ask.symbols)} if ask.symbols else {})})


def _ordered(symbols: Sequence[SymbolCoverage], shown: Shown) -> tuple[SymbolCoverage, ...]:
    rows = [one for one in symbols if shown.only == "all" or one.present < one.expected]
    if shown.order == "worst":
        rows.sort(key=lambda one: (1.0 if one.coverage is None else one.coverage, one.symbol))
    return tuple(rows)


def _counts(symbols: Sequence[SymbolCoverage]) -> list[tuple[str, int]]:
    """Return how many symbols have each grade, the best first."""
    found = Counter(one.grade for one in symbols)
    return [(grade.value if grade else "none", found[grade]) for grade in GRADES if found[grade]]


def _last_day(view: CoverageView) -> date | None:
    return max((day for day in view.last_sessions.values() if day), default=None)


async def _newest(app: App) -> RunView | None:
    return next(iter((await app.market.list_runs(1)).runs), None)
