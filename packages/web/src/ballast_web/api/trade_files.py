"""Files of trades under `/api/v1`: uploaded, listed, reconciled, removed; and how a plain CSV is read."""

from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Annotated, cast

from fastapi import APIRouter, Depends, File, Path, Query, Request, Response, UploadFile

from ballast_core.app import App
from ballast_core.shared.errors import BallastError, ConflictError, InvalidError, Problem
from ballast_core.trades import (
    AddReport,
    AddSpec,
    ChangedMeanwhileError,
    ColumnMapping,
    FilesView,
    FileView,
    Incoming,
    MappingsView,
    OnSame,
    RefusedFileError,
    SameStrategyError,
    ShorterExportError,
    TradeFile,
    UploadsSpec,
)
from ballast_web.api.started import ACCEPTED, Terms, started
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute
from ballast_web.selecting import TradesRoute

READ_AT_ONCE = 4
_NAMED = 5
_CONFLICTS = frozenset(one.code for one in (SameStrategyError, ShorterExportError, ChangedMeanwhileError))

stored = APIRouter(prefix="/api/v1", tags=["trades"], route_class=TradesRoute)
fresh = APIRouter(prefix="/api/v1", tags=["trades"], route_class=FreshRoute)
uploads = APIRouter(prefix="/api/v1", tags=["trades"], route_class=FreshRoute)

type Ref = Annotated[str, Path(description="Id of a file, or its name when only one has it.", max_length=300)]
type Mapping = Annotated[str, Path(description="Name of a column mapping.", max_length=100)]
type TermsDep = Annotated[Terms, Depends()]


class RefusedFilesError(InvalidError):
    """Some of the files can never be read; none of them was taken."""

    code = "trades.refused_file"

    def __init__(self, problems: list[Problem]) -> None:
        names = ", ".join(problem.where for problem in problems[:_NAMED])
        super().__init__(f"{len(problems)} of the files cannot be taken ({names}): leave them out", *problems)


@dataclass(frozen=True, slots=True)
class How:
    """What to do with files that come in."""

    on_same: Annotated[
        OnSame,
        Query(description="`replace` another export of the strategy, keep both `beside`, or `refuse`."),
    ] = OnSame.REFUSE
    mapping: Annotated[
        str | None, Query(max_length=100, description="Column mapping with which plain CSV files are read.")
    ] = None
    dry_run: Annotated[bool, Query(description="Tell what would become of the files; store nothing.")] = False
    job: Annotated[bool, Query(description="Read also few files as a job.")] = False


@uploads.post("/upload", operation_id="trades.add_files", response_model=AddReport, responses=ACCEPTED)
async def add_files(
    app: AppDep,
    request: Request,
    files: Annotated[list[UploadFile], File(description="Workbooks or lists of trades.")],
    how: Annotated[How, Depends()],
    terms: TermsDep,
) -> Response:
    """Add files of trades: up to 4 are read at once (200), more as a job (202).

    A file that is refused stops no other; when it is the only one, the answer is the reason (409, 422).
    """
    named = [(_name(file), file) for file in files]
    note(request, subject=_some([name for name, _ in named]))
    if not how.dry_run and (how.job or len(files) > READ_AT_ONCE):
        staged = UploadsSpec(uploads=await _stage(app, named), on_same=how.on_same, mapping=how.mapping)
        return await started(request, app, "trades.add_uploads", staged, terms)
    incoming = tuple([Incoming(name, await file.read()) for name, file in named])
    report = await app.trades.add_files(AddSpec(incoming, how.on_same, how.mapping, how.dry_run))
    note(request, detail=report.said())
    if len(files) == 1 and report.refused:
        raise _refusal(report)
    return Response(report.model_dump_json(), media_type="application/json")


@stored.get("/files", operation_id="trades.list_files")
async def list_files(app: AppDep) -> FilesView:
    """List the files of trades."""
    return await app.trades.list_files()


@stored.get("/files/{file}", operation_id="trades.show_file")
async def show_file(app: AppDep, file: Ref) -> FileView:
    """Show one file: what is known about it, and how far its figures agree with each other."""
    return await app.trades.show_file(file)


@fresh.delete("/files/{file}", operation_id="trades.remove_file", response_model=TradeFile)
async def remove_file(app: AppDep, request: Request, file: Ref) -> Response:
    """Forget a file and its rows; answers what it was."""
    removed = await app.trades.remove_file(file)
    note(request, subject=f"{removed.id} ({removed.name})")
    return Response(removed.model_dump_json(), media_type="application/json")


@fresh.get("/mappings", operation_id="trades.list_mappings")
async def list_mappings(app: AppDep) -> MappingsView:
    """List the column mappings with which plain CSV files are read."""
    return await app.trades.list_mappings()


@fresh.put("/mappings/{mapping:path}", operation_id="trades.save_mapping", response_model=ColumnMapping)
async def save_mapping(app: AppDep, mapping: Mapping, spec: ColumnMapping) -> Response:
    """Keep a column mapping under its name, in place of a former one."""
    if spec.name != mapping:
        problem = Problem("body.name", f"must be {mapping!r}, as in the address")
        raise InvalidError(
            f"the mapping is named {spec.name!r} in the body, {mapping!r} in the address", problem
        )
    saved = await app.trades.save_mapping(spec)
    return Response(saved.model_dump_json(), media_type="application/json")


@fresh.delete("/mappings/{mapping:path}", operation_id="trades.drop_mapping", status_code=204)
async def drop_mapping(app: AppDep, mapping: Mapping) -> Response:
    """Forget a column mapping; files that were read with it stay."""
    await app.trades.drop_mapping(mapping)
    return Response(status_code=204)


async def _stage(app: App, named: list[tuple[str, UploadFile]]) -> tuple[str, ...]:
    """Keep all files until the job reads them; refuse all when one can never be read."""
    staged: list[str] = []
    problems: list[Problem] = []
    for name, file in named:
        try:
            staged.append((await app.trades.stage_upload(name, await file.read())).id)
        except RefusedFileError as error:
            problems += error.problems
    if problems:
        raise RefusedFilesError(problems)
    return tuple(staged)


def _name(file: UploadFile) -> str:
    return PureWindowsPath(file.filename or "").name or "unnamed"  # it knows both slashes


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _refusal(report: AddReport) -> BallastError:
    """Return the failure that the only file met."""
    (refused,) = report.refused
    kind = ConflictError if refused.code in _CONFLICTS else InvalidError
    named = cast("type[BallastError]", type(kind.__name__, (kind,), {"code": refused.code}))
    failure = named(refused.fault)
    failure.problems = refused.problems
    return failure
