"""The dashboard: all models at a glance, their curves, what was switched, and what an ingest changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response

from ballast_core.app import App
from ballast_core.shared.errors import InvalidError
from ballast_core.tracking import FindingsQuery, IngestRun, ModelSummary, NoDataError, Severity
from ballast_web.answers import Answers, Make
from ballast_web.deps import AppDep, opened
from ballast_web.pages.curves import Curves, CurvesDep, compare_all
from ballast_web.pages.curves import router as curves_router
from ballast_web.pages.look import LookDep
from ballast_web.pages.render import page
from ballast_web.pages.timeline import Timeline, timeline_of
from ballast_web.routes import StoredRoute

EVERY = 100_000
_COUNTS = ("new", "changed", "removed", "rejected")


class HomeRoute(StoredRoute):
    """Keeps the dashboard until what is stored changes or another ingest ran."""

    async def kept(self, request: Request, answers: Answers, make: Make) -> Response:
        """Return the page as it was made before, if it was."""
        tracking = opened(request).tracking
        newest = (await tracking.list_runs(1)).runs
        also = newest[0].model_dump_json() if newest else ""
        return await answers.of_revision(request, tracking.show_revision, make, also)


router = APIRouter(route_class=HomeRoute)
router.include_router(curves_router)


@router.get("/")
async def show_home(request: Request, app: AppDep, curves: CurvesDep, look: LookDep) -> Response:
    """Show all models with their last value, and what is new."""
    models = (await app.tracking.list_models()).models
    valued = [model for model in models if model.value is not None]
    run = await _newest_run(app)
    start, said, lines = await _span(app, valued, curves) if valued else (None, "", ())
    return page(
        request,
        "home.html",
        models=models,
        valued=valued,
        flags=await _flags(app),
        curves=curves,
        look=look,
        said=said,
        timelines=await _timelines(app, models, start, lines),
        run=run,
        changes=_changes(run) if run else [],
    )


async def _span(
    app: App, models: Sequence[ModelSummary], curves: Curves
) -> tuple[date | None, str, Sequence[str]]:
    """Return where the curves begin, why, and which there are; none where they cannot be drawn."""
    try:
        view = await compare_all(app, models, curves)
    except InvalidError as error:
        return None, str(error), ()
    out = [model.name for model in models if model.name not in view.values]
    without = f"; without {', '.join(out)}, which ended before" if out else ""
    return view.start, f"{view.start} to {view.end}, {view.start_reason}{without}", tuple(view.values)


async def _flags(app: App) -> dict[str, Counter[str]]:
    """Return by severity how much was found about the files of each model."""
    found = (await app.tracking.list_findings(FindingsQuery(limit=EVERY))).findings
    return {
        level.value: Counter(one.model for one in found if one.finding.severity is level)
        for level in Severity
    }


async def _timelines(
    app: App, models: Sequence[ModelSummary], start: date | None, lines: Sequence[str]
) -> list[Timeline]:
    found: list[Timeline] = []
    for model in models:
        if model.is_meta:
            try:
                view = await app.tracking.show_switches(model.name)
                found.append(timeline_of(view, start, lines))
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
