"""The universe under `/api/v1`: brought in from files, given out as files, changed one by one."""

from pathlib import PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, File, Path, Query, Request, Response, UploadFile

from ballast_core.market import (
    ImportReport,
    ImportSpec,
    Instrument,
    UniverseFile,
    UniverseKind,
    UniverseView,
)
from ballast_core.shared.errors import InvalidError, Problem
from ballast_web.audit import note
from ballast_web.deps import AppDep
from ballast_web.routes import FreshRoute

fresh = APIRouter(prefix="/api/v1", tags=["market"], route_class=FreshRoute)
uploads = APIRouter(prefix="/api/v1", tags=["market"], route_class=FreshRoute)

_NAMED = 200

type Kind = Annotated[UniverseKind, Query(description="What a row is.")]
type SymbolPath = Annotated[str, Path(description="Symbol of an instrument.", max_length=100)]
type Arriving = Annotated[
    list[UploadFile], File(description="CSV files of instruments, economic series or recurring events.")
]


@uploads.post("/universe", operation_id="flows.import_universe")
async def import_universe(app: AppDep, request: Request, files: Arriving) -> ImportReport:
    """Bring a universe in: all files together, or nothing. The first one brings a daily schedule along."""
    named = [(PureWindowsPath(file.filename or "").name or "unnamed", file) for file in files]
    note(request, subject=", ".join(name for name, _ in named)[:_NAMED])
    read = [UniverseFile(name, await file.read()) for name, file in named]
    report = await app.flows.import_universe(ImportSpec(tuple(read)))
    note(request, detail=report.said())
    return report


@fresh.get("/universe", operation_id="market.export_universe")
async def export_universe(app: AppDep, kind: Kind = "instruments") -> UniverseView:
    """Give out all of a kind; as CSV it can be brought in again."""
    return await app.market.export_universe(kind)


@fresh.put("/stocks/{symbol}", operation_id="market.save_instrument", response_model=Instrument)
async def save_instrument(app: AppDep, request: Request, symbol: SymbolPath, spec: Instrument) -> Response:
    """Take an instrument into the universe, in place of a former one of its symbol."""
    if spec.symbol != symbol.strip().upper():
        problem = Problem("body.symbol", f"must be {symbol!r}, as in the address")
        raise InvalidError(f"the body is about {spec.symbol}, the address about {symbol}", problem)
    note(request, subject=spec.symbol)
    saved = await app.market.save_instrument(spec)
    return Response(saved.model_dump_json(), media_type="application/json")


@fresh.delete("/stocks/{symbol}", operation_id="market.remove_instrument", response_model=Instrument)
async def remove_instrument(app: AppDep, request: Request, symbol: SymbolPath) -> Response:
    """Take an instrument out of the universe; its bars stay. Answers what it was."""
    note(request, subject=symbol)
    removed = await app.market.remove_instrument(symbol)
    return Response(removed.model_dump_json(), media_type="application/json")
