"""What the form of the panel sends becomes the one address of the selection."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse

from ballast_core.trades import Selection, TradeFile
from ballast_web.deps import AppDep
from ballast_web.pages.trades.frame import said_selection
from ballast_web.pages.trades.tabs import HOME, TABS, address
from ballast_web.paths import place
from ballast_web.selecting import FIELDS

_TIMES, _MARGIN = "times.", "margin."
_PLACES = frozenset(href for _, href in TABS)

router = APIRouter()  # fields of a form are named by files, so no route knows all of them


@router.get("/trades/select")
async def select(request: Request, app: AppDep) -> Response:
    """Lead to the page that asked, with the selection that its form says."""
    fields = request.query_params
    selection = selection_from(fields, (await app.trades.list_files()).files)
    there = fields.get("to", HOME)
    also = [(name, said) for name, said in parse_qsl(fields.get("also", "")) if name not in FIELDS]
    query = selection.to_query() | dict(also)
    return RedirectResponse(place(request, address(there if there in _PLACES else HOME, query)), 303)


def selection_from(fields: QueryParams, files: Sequence[TradeFile]) -> Selection:
    """Return what a form says; all files ticked, or none, mean all, later ones too."""
    ticked, every = set(fields.getlist("files")), {file.id for file in files}
    spelled = {name: ",".join(filter(None, fields.getlist(name))) for name in FIELDS}
    spelled["files"] = ",".join(sorted(ticked & every)) if ticked & every != every else ""
    spelled["multipliers"] = ",".join(f"{name}:{said}" for name, said in _under(_TIMES, fields))
    spelled["margins"] = ",".join(f"{name}:{said}" for name, said in _under(_MARGIN, fields))
    return said_selection(spelled)


def _under(prefix: str, fields: QueryParams) -> list[tuple[str, str]]:
    return [
        (name.removeprefix(prefix), said) for name, said in fields.items() if name.startswith(prefix) and said
    ]
