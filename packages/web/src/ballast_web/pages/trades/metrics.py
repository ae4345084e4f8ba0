"""Metrics of the portfolio and of each file: all trades, the long and the short ones, in one large grid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from ballast_core.shared.cells import missing
from ballast_core.shared.table import Column
from ballast_core.trades import METRIC_UNITS, SIDES, FiguresView, MetricsRow
from ballast_web.deps import AppDep
from ballast_web.pages.figures import cells, short_name
from ballast_web.pages.render import POLICY
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page
from ballast_web.routes import FreshRoute

_SHEET = Sheet("Metrics", "trades/metrics.html", ("shape",))

type Shape = Literal["grid", "report"]
_LABELS = (("name", "File"), ("symbol", "Symbol"), ("interval", "Bar"), ("strategy", "Strategy"))

page_router = APIRouter(route_class=FreshRoute)
charts = APIRouter(route_class=TradesRoute)


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A figure as a line of the plain table; `texts` have all, long and short of each row."""

    name: str
    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricGroup:
    """Figures that belong together."""

    title: str
    lines: tuple[MetricLine, ...]


@page_router.get("/trades/metrics")
async def show_metrics(
    request: Request, app: AppDep, selection: SelectionDep, shape: Shape = "grid"
) -> Response:
    """Show every metric of every file; the grid's own style sheet is let in by a number used once."""
    nonce = uuid4().hex

    async def ask() -> Given:
        metrics = await app.trades.show_metrics(selection)
        figures = await app.trades.list_figures()
        rows = sorted(metrics.rows, key=lambda row: row.kind != "portfolio")
        groups = list(_groups(rows, figures))
        return {
            "metrics": metrics,
            "rows": rows,
            "groups": groups,
            "sides": SIDES,
            "shape": shape,
            "nonce": nonce,
        }

    answer = await trades_page(request, app, selection, _SHEET, ask)
    answer.headers["Content-Security-Policy"] = POLICY.replace(
        "style-src 'self'", f"style-src 'self' 'nonce-{nonce}'"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@charts.get("/charts/trades/metrics")
async def lay_metrics(app: AppDep, selection: SelectionDep) -> Response:
    """Return what the grid lays out: its columns by side, and a row for the portfolio and each file."""
    metrics = await app.trades.show_metrics(selection)
    titles = {figure.name: figure.title for figure in (await app.trades.list_figures()).figures}
    columns = [{"name": name, "label": label, "unit": "text", "group": "name"} for name, label in _LABELS]
    columns += [
        {
            "name": f"{side}_{name}",
            "label": titles.get(name, name) + ("" if side == "all" else f", {side}"),
            "unit": unit,
            "group": side,
        }
        for side in SIDES
        for name, unit in METRIC_UNITS.items()
    ]
    return JSONResponse({"columns": columns, "rows": [_row(row) for row in metrics.rows]})


def _row(row: MetricsRow) -> dict[str, object]:
    known: dict[str, object] = {
        "id": row.ref or row.kind,
        "kind": row.kind,
        "name": short_name(row.label) if row.ref else row.label,
        "symbol": row.symbol,
        "interval": row.interval,
        "strategy": row.strategy,
    }
    for side in SIDES:
        figures = row.side(side)
        known |= {f"{side}_{name}": _plain(getattr(figures, name)) for name in METRIC_UNITS}
    return known


def _plain(value: object) -> object:
    if missing(value):
        return None
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return value


def _groups(rows: Sequence[MetricsRow], figures: FiguresView) -> Iterator[MetricGroup]:
    known = {figure.name: figure for figure in figures.figures}
    groups: dict[str, list[str]] = {}
    for name in METRIC_UNITS:
        groups.setdefault(known[name].group if name in known else "Others", []).append(name)
    for group, names in groups.items():
        lines = (
            MetricLine(name, known[name].title if name in known else name, _texts(rows, name))
            for name in names
        )
        yield MetricGroup(group, tuple(lines))


def _texts(rows: Sequence[MetricsRow], name: str) -> tuple[str, ...]:
    values = [getattr(row.side(side), name) for row in rows for side in SIDES]
    return tuple(cells(Column(name, values, METRIC_UNITS[name])))
