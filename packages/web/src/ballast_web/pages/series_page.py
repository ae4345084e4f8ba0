"""What the pages about one series of a model share: the question, the choices, the way to their charts."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from ballast_core.app import App
from ballast_core.shared.entity import Entity
from ballast_core.tracking import HINDSIGHT, MEANINGS, BadQueryError, SeriesName, SeriesQuery
from ballast_web.deps import asked
from ballast_web.pages.model_tabs import model_page, name_of

CHOICES: tuple[tuple[SeriesName, str], ...] = (
    (SeriesName.BASE, "Portfolio"),
    (SeriesName.TRADED, "Traded"),
    (SeriesName.TRADED_ONLY, "Traded only"),
    (SeriesName.OVERLAY, "Overlay"),
    (SeriesName.OVERLAY_LAGGED, "Lagged overlay"),
    (SeriesName.BACKTEST, "Backtest"),
    (SeriesName.BUY_AND_HOLD, "Buy and hold"),
)
NAMES = dict(CHOICES)

series = asked(SeriesQuery, "model")


def series_page(
    request: Request,
    template: str,
    model: str,
    tab: str,
    query: SeriesQuery,
    *,
    status: int = 200,
    **given: object,
) -> Response:
    """Return a page about the part of a series that a question asks for."""
    return model_page(
        request, template, model, tab, status=status, kept=_span(query), **_choices(query), **given
    )


async def without_series(
    request: Request, app: App, tab: str, query: SeriesQuery, nothing: Exception
) -> Response:
    """Return a page that says that a model has no such series, or nothing in that time, and offers others."""
    return series_page(
        request,
        "model/without_series.html",
        await name_of(app, query.model),
        tab,
        query,
        status=status_for(nothing),
        view=None,
        nothing=said_of(nothing),
    )


def status_for(nothing: Exception | None) -> int:
    """Return the status of a page that has nothing to show; that a model lacks a series is no fault."""
    return 422 if isinstance(nothing, BadQueryError) else 200


def said_of(nothing: Exception | None, advice: str = "Another series may have points.") -> str:
    """Return why a page has nothing to show, and where there is something, as a sentence."""
    if isinstance(nothing, BadQueryError):
        return (
            f"{'; '.join(problem.what for problem in nothing.problems)}. Choose another period or other days."
        )
    return f"{nothing}. {advice}" if nothing else ""


def line_name(series: SeriesName) -> str:
    """Return what a line of a chart is called; hindsight is called hindsight."""
    return f"{NAMES[series]} (hindsight)" if series in HINDSIGHT else NAMES[series]


def said_in(query: Entity, *names: str) -> str:
    """Return these fields of a question as the query of an address, without those that are as usual."""
    usual = {name: field.default for name, field in type(query).model_fields.items()}
    said = query.model_dump(mode="json", include=set(names))
    return urlencode({name: said[name] for name in names if said[name] != usual[name]})


def _choices(query: SeriesQuery) -> dict[str, Any]:
    """Return what a template needs to offer other series and times, and to keep this one."""
    return {
        "query": query,
        "span": _span(query),
        "wanted": said_in(query, "series", "period", "start", "end", "points"),
        "series_choices": [(_in_address(name), said) for name, said in CHOICES],
        "series_now": _in_address(query.series),
        "meanings": [(NAMES[name], MEANINGS[name], name in HINDSIGHT) for name in NAMES],
        "meaning": MEANINGS[query.series],
        "hindsight": query.series in HINDSIGHT,
    }


def _span(query: SeriesQuery) -> str:
    return said_in(query, "series", "period", "start", "end")


def _in_address(name: SeriesName) -> str | None:
    return None if name is SeriesName.BASE else name.value
