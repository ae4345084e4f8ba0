"""The universe: what is to be known of, brought in by files, and changed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse

from ballast_core.app import App
from ballast_core.market import (
    ImportReport,
    ImportSpec,
    Instrument,
    InstrumentKind,
    InstrumentsAsk,
    UniverseFile,
    UniverseFileError,
)
from ballast_core.shared.errors import BallastError, InvalidError
from ballast_web.audit import note
from ballast_web.deps import AppDep, FormDay
from ballast_web.pages.market.frame import HOME, market_page
from ballast_web.pages.trades.working import spec_from
from ballast_web.paths import place
from ballast_web.routes import FreshRoute
from ballast_web.statuses import refusal

WHERE = f"{HOME}/universe"

_FIELDS = ("symbol", "name", "sector", "exchange", "first_listed", "delisted")
_EMPTY = {**dict.fromkeys(_FIELDS, ""), "kind": InstrumentKind.STOCK, "calendar": "XNYS", "currency": "USD"}

router = APIRouter(prefix=WHERE, route_class=FreshRoute)

type Said = Annotated[str, Form(max_length=200)]
type Arriving = Annotated[list[UploadFile], File()]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which instruments an address asks for, and which one is to be changed."""

    search: Annotated[str, Query(max_length=100)] = ""
    kind: Annotated[InstrumentKind | Literal[""], Query()] = ""
    sector: Annotated[str, Query(max_length=100)] = ""
    edit: Annotated[str, Query(max_length=32)] = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What an action on the universe has to say on its page."""

    report: ImportReport | None = None
    error: BallastError | None = None
    typed: Mapping[str, object] | None = None


class InstrumentForm(BaseModel):
    """What the form of an instrument sends."""

    symbol: str = Field(max_length=40)
    name: str = Field(default="", max_length=200)
    kind: InstrumentKind = InstrumentKind.STOCK
    sector: str = Field(default="", max_length=100)
    exchange: str = Field(default="", max_length=40)
    calendar: str = Field(default="XNYS", max_length=32)
    currency: str = Field(default="USD", max_length=3)
    first_listed: FormDay = None
    delisted: FormDay = None


@router.get("")
async def show_universe(request: Request, app: AppDep, asked: Annotated[Narrowed, Depends()]) -> Response:
    """Show the instruments, the way in for files, and the form for one instrument."""
    return await _shown(request, app, asked, Told())


@router.post("/import", operation_id="flows.import_universe")
async def import_universe(request: Request, app: AppDep, files: Arriving) -> Response:
    """Take files of a universe in: all of them, or none."""
    note(request, subject=", ".join(file.filename or "" for file in files)[:200])
    read = [UniverseFile(file.filename or "file", await file.read()) for file in files]
    try:
        report = await app.flows.import_universe(ImportSpec(tuple(read)))
    except UniverseFileError as error:
        return await _shown(request, app, Narrowed(), Told(error=error))
    return await _shown(request, app, Narrowed(), Told(report=report))


@router.post("/save", operation_id="market.save_instrument")
async def save_instrument(request: Request, app: AppDep, form: Annotated[InstrumentForm, Form()]) -> Response:
    """Take an instrument in, or change it; what the form does not have stays as it was."""
    given = form.model_dump()
    try:
        known = await _find(app, spec_from(Instrument, given).symbol)
        kept = known.model_dump() if known else {}
        saved = await app.market.save_instrument(Instrument.model_validate({**kept, **given}))
    except InvalidError as error:
        return await _shown(request, app, Narrowed(), Told(error=error, typed=given))
    note(request, subject=saved.symbol)
    return RedirectResponse(place(request, f"{WHERE}?search={quote(saved.symbol)}"), 303)


@router.post("/remove", operation_id="market.remove_instrument")
async def remove_instrument(request: Request, app: AppDep, symbol: Said) -> Response:
    """Take an instrument out; its bars stay."""
    gone = await app.market.remove_instrument(symbol)
    note(request, subject=gone.symbol)
    return RedirectResponse(place(request, WHERE), 303)


async def _shown(request: Request, app: App, asked: Narrowed, told: Told) -> Response:
    ask = InstrumentsAsk(search=asked.search, kind=asked.kind or None, sector=asked.sector or None)
    view = await app.market.list_instruments(ask)
    typed = told.typed
    if asked.edit and typed is None and (one := await _find(app, asked.edit.upper())):
        typed = one.model_dump(mode="json")
    return market_page(
        request,
        "universe.html",
        "Universe",
        status=refusal(told.error)[0] if told.error else 200,
        view=view,
        asked=asked,
        told=told,
        editing=typed is not None,
        typed={**_EMPTY, **(typed or {})},
        kinds=tuple(InstrumentKind),
        sectors=[one.sector for one in (await app.market.list_sectors()).sectors if one.sector],
        problems=_problems(told.error),
    )


async def _find(app: App, symbol: str) -> Instrument | None:
    view = await app.market.list_instruments(InstrumentsAsk(search=symbol))
    return next((one.instrument for one in view.instruments if one.instrument.symbol == symbol), None)


def _problems(error: BallastError | None) -> list[tuple[str, str]]:
    found = error.problems if isinstance(error, InvalidError) else ()
    return [(one.where, one.what) for one in found]
