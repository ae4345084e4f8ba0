"""Charts of a selection over time: equity, drawdown, positions, margin, on the same days for one pointer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from ballast_core.app import App
from ballast_core.shared.stretches import FEW, Closer, changes_within, stretch_days, stretch_name, stretches
from ballast_core.shared.table import Unit
from ballast_core.trades import AnswerAbout, Selection, SeriesAsk, SeriesLine, SeriesView
from ballast_web.charts import Line, Pane, Span, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.figures import short_name
from ballast_web.pages.grids import label
from ballast_web.pages.trades.frame import SelectionDep, TradesRoute

type Curve = Literal["equity", "account", "margin"]
type Fall = Literal["daily", "intraday"]
type Per = Literal["portfolio", "file", "symbol", "all"]
type Zoom = Annotated[str, Query(max_length=30)]

_DRAWN = 1_200  # a screen has no more columns, and a long list of lines is read by their shape
_WHOLE = 40_000
_CHANGES = 60_000  # beyond them a mean would be one of chosen points
_COLORS = {
    "drawdown": "@down",
    "drawdown_of_peak": "@down",
    "intraday_drawdown": "@down",
    "intraday_drawdown_of_peak": "@down",
    "margin": "@line-2",
    "purchasing_power": "@line-4",
    "net_position": "@line-3",
}

router = APIRouter(route_class=TradesRoute)


class Lines:
    """Whose lines a chart draws, and how many points of each."""

    def __init__(
        self, per: Per = "portfolio", points: Annotated[int, Query(ge=0, le=10**7)] = _DRAWN
    ) -> None:
        self.per: Per = per
        self.points = points

    def within(self, zoom: str) -> int:
        """Return how many points are wanted where one looks closer at some days: all of them."""
        return 0 if Closer.read(zoom) else self.points


@dataclass(frozen=True, slots=True)
class Falls:
    """Which drawdown a chart draws, and which of its days are looked at closely."""

    fall: Fall = "daily"
    curve: Curve = "equity"
    zoom: Zoom = ""


type LinesDep = Annotated[Lines, Depends()]


@router.get("/charts/trades/equity")
async def chart_equity(
    app: AppDep, one: SelectionDep, lines: LinesDep, curve: Curve = "equity", zoom: Zoom = ""
) -> Response:
    """Return equity in dollars, or in percent of the account or of the margin in use."""
    return answer(await _series(app, one, equity_ask(curve, lines.per, lines.within(zoom))), slider=True)


@router.get("/charts/trades/drawdown")
async def chart_drawdown(
    app: AppDep, one: SelectionDep, lines: LinesDep, drawn: Annotated[Falls, Depends()]
) -> Response:
    """Return how far equity is below its peak, by day or within the days, in dollars or of the peak."""
    fall, curve = drawn.fall, drawn.curve
    view = await _series(app, one, drawdown_ask(fall, lines.per, lines.within(drawn.zoom)))
    figure = "drawdown" if fall == "daily" else "intraday_drawdown"
    return answer(view, figure if curve == "equity" else f"{figure}_of_peak", area=True)


@router.get("/charts/trades/positions")
async def chart_positions(app: AppDep, one: SelectionDep, lines: LinesDep, zoom: Zoom = "") -> Response:
    """Return net contracts: after each event, or by stretches of time where events are too many."""
    view = await app.trades.show_series(one, SeriesAsk(name="netpos", per=lines.per, points=_CHANGES))
    return step_answer(view, Closer.read(zoom))


@router.get("/charts/trades/margin")
async def chart_margin(app: AppDep, one: SelectionDep, lines: LinesDep, zoom: Zoom = "") -> Response:
    """Return the margin that is needed, and the purchasing power that is left."""
    view = await app.trades.show_series(one, SeriesAsk(name="margin", per=lines.per, points=_CHANGES))
    return step_answer(view, Closer.read(zoom))


async def _series(app: App, selection: Selection, ask: SeriesAsk) -> SeriesView:
    """Return daily lines: whole while that is not too much, for several thinned ones share few days."""
    view = await app.trades.show_series(selection, ask)
    if ask.per == "portfolio" or sum(line.raw_points for line in view.lines) > _WHOLE:
        return view
    return await app.trades.show_series(selection, ask.model_copy(update={"points": 0}))


def equity_ask(curve: Curve, per: Per, points: int) -> SeriesAsk:
    """Return what is asked for a curve of equity."""
    if curve == "equity":
        return SeriesAsk(per=per, points=points)
    return SeriesAsk(name="equity-percent", per=per, points=points, base=curve)


def drawdown_ask(fall: Fall, per: Per, points: int) -> SeriesAsk:
    """Return what is asked for a curve of drawdowns."""
    return SeriesAsk(name="drawdown" if fall == "daily" else "intraday-dd", per=per, points=points)


def answer(view: SeriesView, figure: str = "", *, area: bool = False, slider: bool = False) -> Response:
    """Return the lines of a series as a chart, or those of one figure.

    Of symbols and files the first figure alone is drawn: more lines would hide each other.
    """
    alone = {line.kind for line in view.lines} == {"portfolio"} and not figure
    wanted = figure or (view.lines[0].figure if view.lines else "")
    lines = [line for line in view.lines if alone or line.figure == wanted]
    units: list[Unit] = list(dict.fromkeys(line.unit for line in lines)) or ["money"]
    panes = [Pane(list(_drawn(lines, unit, area=area)), unit) for unit in units]
    option = time_chart(panes, span=span_of(view.about, slider=slider))
    return chart_answer(
        option, sum(line.raw_points for line in lines), sum(line.sent_points for line in lines)
    )


def step_answer(view: SeriesView, closer: Closer | None) -> Response:
    """Return lines of steps as a chart: as they are while one can tell them apart, or by stretches of time.

    Of symbols and files only the mean is drawn: ranges would hide each other.
    """
    alone = {line.kind for line in view.lines} == {"portfolio"}
    figure = view.lines[0].figure if view.lines else ""
    lines = [line for line in view.lines if alone or line.figure == figure]
    first, last = view.about.first_day, view.about.last_day
    many = max((line.raw_points for line in lines if line.steps), default=0) > FEW
    days = stretch_days(first, last) if many and first and last else 0
    drawn = [part for line in lines if line.at for part in _stretched(line, days, closer, ranged=alone)]
    if not drawn and first and last:
        drawn = [Line(label(figure), [first, last], [0, 0], step=True)]  # nothing was held
    unit: Unit = lines[0].unit if lines else "number"
    title = _scale(lines, days, closer, "mean and range" if alone else "mean")
    pane = Pane(drawn, unit, title=title, whole=figure == "net_position")
    sent = sum(len(line.days) for line in drawn)
    option = time_chart([pane], span=span_of(view.about, slider=False))
    return chart_answer(option, sum(line.raw_points for line in lines), sent)


def _scale(lines: Sequence[SeriesLine], days: int, closer: Closer | None, what: str) -> str:
    """Return what the steps of a chart stand for; nothing where they are the changes themselves."""
    if not days:
        return ""
    if closer is None:
        return f"{what} of {stretch_name(days)}; zoom in for each change"
    if max(changes_within(line.at, closer) for line in lines if line.at) <= FEW:
        return ""
    return f"{what} of {stretch_name(stretch_days(closer.first, closer.last))}; zoom in for each change"


def _stretched(line: SeriesLine, days: int, closer: Closer | None, *, ranged: bool) -> Iterator[Line]:
    """Yield a line as it is, or its mean and its extremes by stretches of so many days."""
    whole = line.kind == "portfolio"
    name = label(line.figure) if whole else short_name(line.label) if line.kind == "file" else line.label
    color = _COLORS.get(line.figure, "") if whole else ""
    at = _moments(line.at, stamped=True)
    if not days:
        yield Line(name, at, line.values, area=ranged and line.steps, step=line.steps, color=color)
        return
    found = stretches(at, line.values, days, closer)
    most = Line(
        f"{name}, most", found.at, found.most.tolist(), area=line.steps, step=True, faint=True, color=color
    )
    least = Line(f"{name}, least", found.at, found.least.tolist(), step=True, faint=True, color=color)
    if line.raw_points == line.sent_points:
        yield Line(name, found.at, found.mean.tolist(), step=True, color=color)
    if ranged:
        yield from (most, least) if line.figure == "net_position" else (most,) if line.steps else (least,)


def span_of(about: AnswerAbout, *, slider: bool = True) -> Span | None:
    """Return the days of a selection, which all charts about it span."""
    return Span(about.first_day, about.last_day, slider) if about.first_day and about.last_day else None


def _drawn(lines: Sequence[SeriesLine], unit: Unit, *, area: bool) -> Iterator[Line]:
    stamped = any(line.steps for line in lines)
    several = len({line.figure for line in lines}) > 1
    for line in lines:
        if line.unit != unit:
            continue
        whole = line.kind == "portfolio"
        name = short_name(line.label) if line.kind == "file" else line.label
        name = label(line.figure) if several and whole else name
        at, color = _moments(line.at, stamped=stamped), _COLORS.get(line.figure, "") if whole else ""
        yield Line(name, at, line.values, area=area and whole, step=line.steps, color=color)
        if line.envelope:
            yield Line(f"{name}, within trades", at, line.envelope, dashed=True, color="@soft")


def _moments(at: Sequence[date], *, stamped: bool) -> Sequence[date]:
    """Return days as moments where another line of the chart has moments."""
    if not stamped:
        return at
    return [one if isinstance(one, datetime) else datetime.combine(one, time()) for one in at]
