"""The measures of a series, and a page for each that shows how it comes about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from ballast_core.shared.cells import has_direction
from ballast_core.shared.table import Column, Table, Unit
from ballast_core.tracking import (
    EXPLANATIONS,
    BadQueryError,
    MeasuresView,
    MeasureView,
    NoDataError,
    SeriesQuery,
    spoken,
    value_of,
)
from ballast_web.deps import AppDep
from ballast_web.pages.figures import typographic
from ballast_web.pages.grids import trend
from ballast_web.pages.series_page import series, series_page, without_series
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)

type Measure = Annotated[str, Path(max_length=50)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a line of the page, beside hindsight with what it is without."""

    name: str
    title: str
    text: str
    style: str
    beside: str


@router.get("/models/{model}/measures")
async def show_measures(
    request: Request, app: AppDep, query: Annotated[SeriesQuery, Depends(series)]
) -> Response:
    """Show all figures of a series, each a link to its own page."""
    try:
        view = await app.tracking.show_measures(query)
    except (NoDataError, BadQueryError) as nothing:
        return await without_series(request, app, "Measures", query, nothing)
    groups: dict[str, list[Figure]] = {}
    for figure in _figures(view):
        groups.setdefault(EXPLANATIONS[figure.name].group, []).append(figure)
    return series_page(
        request, "model/measures.html", view.about.model, "Measures", query, view=view, groups=groups
    )


@router.get("/models/{model}/measures/{measure}")
async def explain_measure(
    request: Request, app: AppDep, measure: Measure, query: Annotated[SeriesQuery, Depends(series)]
) -> Response:
    """Show one figure with its formula, its inputs and the arithmetic."""
    try:
        view = await app.tracking.explain_measure(measure, query)
    except (NoDataError, BadQueryError) as nothing:
        return await without_series(request, app, "Measures", query, nothing)
    names = list(EXPLANATIONS)
    at = names.index(measure)
    return series_page(
        request,
        "model/measure.html",
        view.about.model,
        "Measures",
        query,
        view=view,
        figures=[(one, _said(measure, one.value, one.unit)) for one in (view, view.overlay_lagged) if one],
        inputs=_inputs(view),
        before=(names[at - 1], EXPLANATIONS[names[at - 1]]) if at else None,
        after=(names[at + 1], EXPLANATIONS[names[at + 1]]) if at + 1 < len(names) else None,
    )


def _figures(view: MeasuresView) -> Iterator[Figure]:
    for name, told in EXPLANATIONS.items():
        value, lagged = value_of(view, name), view.overlay_lagged
        signed = told.unit == "fraction" and has_direction(name) and isinstance(value, float)
        yield Figure(
            name,
            told.title,
            _said(name, value, told.unit),
            trend(value) if signed and isinstance(value, float) else "",
            _said(name, value_of(lagged, name), told.unit) if lagged else "",
        )


def _inputs(view: MeasureView) -> Table:
    """Return what went into the figure; beside hindsight what went into the one without."""
    columns = [
        Column("input", [one.name for one in view.inputs]),
        Column(view.about.series.value, [_said(one.name, one.value, one.unit) for one in view.inputs]),
    ]
    if view.overlay_lagged:
        known = {one.name: _said(one.name, one.value, one.unit) for one in view.overlay_lagged.inputs}
        columns.append(Column("overlay_lagged", [known.get(one.name) for one in view.inputs]))
    return Table("What went into it", tuple(columns))


def _said(name: str, value: float | date | None, unit: Unit) -> str:
    return typographic(spoken(name, value, unit))
