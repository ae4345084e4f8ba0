"""Files of trades: bring them in, see how far each agrees with itself, and be rid of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from ballast_core.app import App
from ballast_core.ops import Job, JobSpec, JobState
from ballast_core.trades import (
    AddReport,
    FileOutcome,
    OnSame,
    Outcome,
    RefusedFileError,
    SameStrategyError,
    Severity,
    TradeFile,
    UploadsSpec,
)
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.pages.jobs import work_name
from ballast_web.pages.render import page
from ballast_web.pages.trades.tabs import tabs_of
from ballast_web.paths import place
from ballast_web.routes import FreshRoute

AT_ONCE = 4
"""So many files are read while the browser waits; more are a job."""
_LONGEST_NAMES = 1_000

router = APIRouter(route_class=FreshRoute)

type Arriving = Annotated[list[UploadFile], File()]
type Same = Annotated[OnSame, Form()]
type MappingName = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a file; `upload` is there while it waits for an answer about others of its strategy."""

    outcome: FileOutcome
    upload: str = ""


@router.get("/trades/files")
async def list_files(request: Request, app: AppDep, job: str = "", refused: str = "") -> Response:
    """Show all files, and what became of those that a job read; `refused` were not even handed to it."""
    one = await app.ops.show_job(job) if job else None
    return await _shown(request, app, _of_job(one) if one else [], one, refused)


@router.post("/trades/upload", operation_id="trades.add_uploads")
async def take_files(
    request: Request, app: AppDep, files: Arriving, on_same: Same = OnSame.REFUSE, mapping: MappingName = ""
) -> Response:
    """Take files in: a few at once, many as a job."""
    note(request, subject=", ".join(file.filename or "" for file in files[:AT_ONCE]))
    uploads: list[str] = []
    early: list[Arrived] = []
    for file in files:
        try:
            uploads.append((await app.trades.stage_upload(file.filename or "", await file.read())).id)
        except RefusedFileError as error:
            early.append(Arrived(_refused(error)))
    if not uploads:
        return await _shown(request, app, early)
    spec = UploadsSpec(uploads=tuple(dict.fromkeys(uploads)), on_same=on_same, mapping=mapping or None)
    if len(spec.uploads) > AT_ONCE:
        return await _queued(request, app, spec, early)
    arrived = [*early]
    for upload in spec.uploads:  # one by one, for a list of several strategies becomes several files
        report = await app.trades.add_uploads(spec.model_copy(update={"uploads": (upload,)}))
        arrived += _arrived(report, [upload] * len(report.outcomes))
    return await _shown(request, app, arrived)


@router.post("/trades/uploads/{upload}/decide", operation_id="trades.add_uploads")
async def decide(
    request: Request, app: AppDep, upload: str, on_same: Same, mapping: MappingName = ""
) -> Response:
    """Take a file in that waits, in the place of others of its strategy or beside them."""
    note(request, detail=on_same.value)
    spec = UploadsSpec(uploads=(upload,), on_same=on_same, mapping=mapping or None)
    report = await app.trades.add_uploads(spec)
    return await _shown(request, app, _arrived(report, [upload] * len(report.outcomes)))


@router.get("/trades/files/{file}")
async def show_file(request: Request, app: AppDep, file: str) -> Response:
    """Show one file: what is known about it, and the report of its reconciliation."""
    view = await app.trades.show_file(file)
    return page(request, "trades/file.html", tab="Files", tabs=tabs_of({}), view=view, file=view.file)


@router.post("/trades/files/{file}/remove", operation_id="trades.remove_file")
async def remove_file(request: Request, app: AppDep, file: str) -> Response:
    """Forget a file."""
    gone = await app.trades.remove_file(file)
    note(request, subject=gone.name)
    return RedirectResponse(place(request, "/trades/files"), 303)


async def _queued(request: Request, app: App, spec: UploadsSpec, early: Sequence[Arrived]) -> Response:
    argument = spec.model_dump(mode="json")
    job = await app.ops.start_job(JobSpec(name="trades.add_uploads", argument=argument))
    names = ", ".join(one.outcome.name for one in early)[:_LONGEST_NAMES]
    query = {"job": job.id, **({"refused": names} if names else {})}
    return RedirectResponse(place(request, f"/trades/files?{urlencode(query)}"), 303)


async def _shown(
    request: Request, app: App, arrived: Sequence[Arrived], job: Job | None = None, refused: str = ""
) -> Response:
    view = await app.trades.list_files()
    mappings = (await app.trades.list_mappings()).mappings
    return page(
        request,
        "trades/files.html",
        tab="Files",
        tabs=tabs_of({}),
        view=view,
        rows=[(file, _to_mind(file)) for file in view.files],
        arrived=arrived,
        job=job,
        work=work_name(job) if job else "",
        refused=refused,
        mappings=[mapping.name for mapping in mappings],
    )


def _of_job(job: Job) -> list[Arrived]:
    """Return what became of the files that a job read; nothing before it is done, or if it did other work."""
    if job.state is not JobState.DONE or job.name != "trades.add_uploads":
        return []
    try:
        report = AddReport.model_validate(job.result)
        spec = UploadsSpec.model_validate(job.argument)
    except ValidationError:  # of another release
        return []
    known = spec.uploads if len(spec.uploads) == len(report.outcomes) else [""] * len(report.outcomes)
    return _arrived(report, known)


def _arrived(report: AddReport, uploads: Sequence[str]) -> list[Arrived]:
    return [
        Arrived(one, upload if one.code == SameStrategyError.code else "")
        for one, upload in zip(report.outcomes, uploads, strict=True)
    ]


def _refused(error: RefusedFileError) -> FileOutcome:
    return FileOutcome(
        name=error.name, outcome=Outcome.REFUSED, fault=str(error), code=error.code, problems=error.problems
    )


def _to_mind(file: TradeFile) -> int:
    """Return how many findings limit the figures of a file, or make them doubtful."""
    return sum(finding.severity is not Severity.NOTE for finding in file.findings)
