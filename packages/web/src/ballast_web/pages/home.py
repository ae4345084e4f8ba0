"""The dashboard: all models at a glance, their curves, what was switched, and what an ingest changed."""

from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from ballast_core.app import App
from ballast_core.tracking import (
    BadQueryError,
    ComparisonView,
    FindingsQuery,
    IngestRun,
    ModelSummary,
    NoDataError,
    Severity,
)
from ballast_web.answers import Basis
from ballast_web.deps import AppDep, opened
from ballast_web.pages.curves import Curves, CurvesDep, compare_all
from ballast_web.pages.curves import router as curves_router
from ballast_web.pages.figures import day
from ballast_web.pages.look import LookDep
from ballast_web.pages.render import page
from ballast_web.pages.timeline import Timeline, timeline_of
from ballast_web.routes import StoredRoute

EVERY = 100_000
_COUNTS = ("new", "changed", "removed", "rejected")


class HomeRoute(StoredRoute):
    """Keeps the dashboard until what is stored changes or another ingest ran."""

    async def basis(self, request: Request) -> Basis:
        """Return what is stored, and the newest ingest."""
        tracking = opened(request).tracking
        newest = (await tracking.list_runs(1)).runs
        return Basis("tracking", tracking.show_revision, also=newest[0].model_dump_json() if newest else "")


router = APIRouter(route_class=HomeRoute)
router.include_router(curves_router)


@router.get("/")
async def show_home(request: Request, app: AppDep, curves: CurvesDep, look: LookDep) -> Response:
    """Show all models with their last value, and what is new."""
    models = (await app.tracking.list_models()).models
    valued = [model for model in models if model.value is not None]
    run = await _newest_run(app)
    view, said = await _span(app, valued, curves)
    return page(
        request,
        "home.html",
        models=models,
        valued=valued,
        flags=await _flags(app),
        curves=curves,
        look=look,
        view=view,
        said=said,
        timelines=await _timelines(app, models, view),
        run=run,
        changes=_changes(run) if run else [],
    )


async def _span(
    app: App, models: Sequence[ModelSummary], curves: Curves
) -> tuple[ComparisonView | None, str]:
    """Return what is drawn, from when to when and without what; or why nothing is."""
    try:
        view = await compare_all(app, models, curves)
    except BadQueryError as error:
        return None, error.problems[0].what
    out = [_left_out(model, view) for model in models if model.name not in view.values]
    without = f"; without {', '.join(out)}" if out else ""
    return view, f"{day(view.start)} to {day(view.end)}, {view.start_reason}{without}"


def _left_out(model: ModelSummary, view: ComparisonView) -> str:
    ended = model.last_day is not None and model.last_day < view.start
    return f"{model.name}, which {'ended before' if ended else 'has no time in common with these'}"


async def _flags(app: App) -> dict[str, Counter[str]]:
    """Return by severity how much was found about the files of each model."""
    found = (await app.tracking.list_findings(FindingsQuery(limit=EVERY))).findings
    return {
        level.value: Counter(one.model for one in found if one.finding.severity is level)
        for level in Severity
    }


async def _timelines(
    app: App, models: Sequence[ModelSummary], drawn: ComparisonView | None
) -> list[Timeline]:
    found: list[Timeline] = []
    for model in models:
        if model.is_meta:
            try:
                view = await app.tracking.show_switches(model.name)
                found.append(
                    timeline_of(view, drawn.start if drawn else None, tuple(drawn.values) if drawn else ())
                )
            except NoDataError:
                continue
    return found


async def _newest_run(app: App) -> IngestRun | None:
    runs = (await app.tracking.list_runs(1)).runs
    return await app.tracking.show_run(str(runs[0].id)) if runs else None


def _changes(run: IngestRun) -> list[tuple[str, Counter[str]]]:
    """Return what changed in each model whose files were not as before, by model."""
    found: dict[str, Counter[str]] = {}
    for file in run.files:
        counts = Counter({name: getattr(file, name) for name in _COUNTS})
        if counts.total():
            found.setdefault(file.model, Counter()).update(counts)
    return sorted(found.items())
