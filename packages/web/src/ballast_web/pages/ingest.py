"""Ingests: start one, see how far it is, and what became of each file in those that were."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from ballast_core.app import App
from ballast_core.shared.errors import NotFoundError
from ballast_core.shared.table import Column, Table
from ballast_core.tracking import (
    IngestReport,
    IngestRun,
    IngestRunningError,
    IngestSpec,
    IngestState,
    IngestStatus,
    RowDifference,
    RunFile,
)
from ballast_web.audit import note
from ballast_web.deps import AppDep, RunningDep
from ballast_web.pages.files import FileForm, file_of
from ballast_web.pages.render import page
from ballast_web.paths import model_address, place
from ballast_web.routes import FreshRoute, LiveRoute
from ballast_web.running import RunningIngest
from ballast_web.statuses import refusal

RUNS_SHOWN = 20
ROWS_SHOWN = 200

router = APIRouter(prefix="/ingest", route_class=FreshRoute)
live = APIRouter(prefix="/ingest", route_class=LiveRoute)

type From = Annotated[int, Query(ge=0, le=10**9, description="Runs to pass over.")]


class DifferenceGoneError(NotFoundError):
    """The dry run whose differences were asked for is no longer the latest ingest."""

    code = "web.difference_gone"

    def __init__(self) -> None:
        super().__init__("these differences are gone; start another dry run on the page of ingests")


class IngestForm(BaseModel):
    """What the form sends; a box that was not ticked and a button that was not pressed are not sent."""

    models: tuple[str, ...] = ()
    full: bool = False
    dry_run: bool = False


@router.get("")
async def show_ingest(request: Request, app: AppDep, running: RunningDep, runs_from: From = 0) -> Response:
    """Show what runs, what ran, and the form that starts another one."""
    return await _shown(request, app, running, runs_from)


@router.post("", operation_id="tracking.ingest_models")
async def start_ingest(
    request: Request, app: AppDep, running: RunningDep, form: Annotated[IngestForm, Form()]
) -> Response:
    """Start an ingest, or tell what runs already."""
    note(request, subject=", ".join(form.models), detail="dry run" if form.dry_run else "")
    try:
        running.start(IngestSpec(models=form.models, full=form.full, dry_run=form.dry_run))
    except IngestRunningError as error:
        return await _shown(request, app, running, 0, error)
    return RedirectResponse(place(request, "/ingest"), 303)


@live.get("/live")
async def show_live(request: Request, running: RunningDep) -> Response:
    """Show how far the ingest is; when it has ended, let htmx load the page anew."""
    status = await running.look()
    ended = {} if status.state is IngestState.RUNNING else {"HX-Refresh": "true"}
    return page(request, "ingest/live.html", headers={"Cache-Control": "no-store", **ended}, now=status)


@router.get("/runs/{run}")
async def show_run(request: Request, app: AppDep, run: str) -> Response:
    """Show what became of each file in one ingest."""
    one = await app.tracking.show_run(run)
    table = files_table(one.files)
    links = {"model": [model_address(file.model) for file in one.files]}
    return page(request, "ingest/run.html", run=one, files=table, links=links)


@router.get("/runs/{run}/files")
async def save_files(app: AppDep, run: str, form: FileForm = "csv") -> Response:
    """Save what became of each file in one ingest."""
    return file_of(app, files_table((await app.tracking.show_run(run)).files), form)


@router.get("/differences/{at}")
async def save_difference(
    app: AppDep, running: RunningDep, at: Annotated[int, Path(ge=0)], form: FileForm = "csv"
) -> Response:
    """Save what the latest dry run would change in one file, all rows of it."""
    report = running.report
    found = _differences(report) if report and report.dry_run else []
    if at >= len(found):
        raise DifferenceGoneError
    return file_of(app, found[at], form)


async def _shown(
    request: Request,
    app: App,
    running: RunningIngest,
    runs_from: int,
    error: IngestRunningError | None = None,
) -> Response:
    view = await app.tracking.list_runs(RUNS_SHOWN, runs_from)
    models = (await app.tracking.list_models()).models
    now, report = await running.look(), running.report
    status, headers = refusal(error) if error else (200, None)
    return page(
        request,
        "ingest/ingest.html",
        status,
        headers,
        error=error,
        folder=request.app.state.settings.data_dir,
        models=[model.name for model in models],
        now=now,
        spec=now.spec or IngestSpec(),
        outcome=_outcome(now, report),
        differences=_differences(report) if report and report.dry_run else [],
        runs=runs_table(view.runs),
        links={"started": [f"/ingest/runs/{run.id}" for run in view.runs]},
        runs_from=runs_from,
        page_rows=RUNS_SHOWN,
        rows_shown=ROWS_SHOWN,
    )


def runs_table(runs: Sequence[IngestRun]) -> Table:
    """Return a row a run, known by its start."""
    counts = ("rows_new", "rows_changed", "rows_removed", "rows_rejected", "findings")
    return Table(
        "Runs",
        (
            Column("started", [run.started_at for run in runs], "instant"),
            Column("state", [run.state.value for run in runs]),
            Column("seconds", [run.seconds for run in runs], "number"),
            Column("models", [len(run.models) for run in runs], "count"),
            *(Column(name, [getattr(run, name) for run in runs], "count") for name in counts),
            Column("message", [run.message for run in runs]),
        ),
    )


def files_table(files: Sequence[RunFile]) -> Table:
    """Return a row a file."""
    counts = ("lines", "read", "new", "changed", "removed", "unchanged", "rejected", "findings")
    return Table(
        "Files",
        (
            Column("model", [file.model for file in files]),
            Column("kind", [file.kind.value for file in files]),
            Column("file", [file.name for file in files]),
            Column("state", [file.state.value for file in files]),
            *(Column(name, [getattr(file, name) for file in files], "count") for name in counts),
            Column("seconds", [file.seconds for file in files], "number"),
        ),
        tuple(f"{file.model}: {file.name}: {file.message}" for file in files if file.message),
    )


def _outcome(status: IngestStatus, report: IngestReport | None) -> str:
    """Return what the last ingest of this server did, in one sentence."""
    if report is None or status.state is not IngestState.DONE:
        return ""
    counts = ", ".join(
        f"{count} {report.total(count):,}" for count in ("new", "changed", "removed", "rejected")
    )
    took = (report.ended_at - report.started_at).total_seconds()
    what = "Nothing was written. What an ingest would bring:" if report.dry_run else "Done:"
    return f"{what} rows {counts}; {report.findings:,} findings. It took {took:.1f} seconds."


def _differences(report: IngestReport) -> list[Table]:
    """Return a table for each file that would change."""
    return [
        _difference(f"{model.model}: {file.name}", file.differences)
        for model in report.models
        for file in model.files
        if file.differences
    ]


def _difference(title: str, rows: Sequence[RowDifference]) -> Table:
    return Table(
        title,
        (
            Column("row", [row.key for row in rows]),
            Column("change", [row.change for row in rows]),
            Column("before", [row.before for row in rows]),
            Column("after", [row.after for row in rows]),
        ),
    )
