"""What the pages about a selection share: the question, the tabs that keep it, the panel that changes it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from ballast_core.app import App
from ballast_core.shared.errors import (
    BallastError,
    ConflictError,
    InvalidError,
    NotFoundError,
    UnsupportedError,
)
from ballast_core.trades import NothingSelectedError, Selection, SelectionView
from ballast_web.answers import Basis
from ballast_web.deps import opened
from ballast_web.pages.render import page
from ballast_web.pages.trades.selecting import NOTHING, choices_of
from ballast_web.pages.trades.tabs import EXPLAIN, TABS, tabs_of
from ballast_web.routes import StoredRoute
from ballast_web.selecting import FIELDS, read_selection
from ballast_web.statuses import status_of

LOOK = ("hide", "scale", "zoom")
_REFUSALS = (InvalidError, NotFoundError, ConflictError, UnsupportedError)

type Given = Mapping[str, object]
type Ask = Callable[[], Awaitable[Given]]


class TradesRoute(StoredRoute):
    """Keeps what was made from the stored files of trades until these change."""

    async def basis(self, request: Request) -> Basis:
        """Return what the pages rest on."""
        return Basis("trades", opened(request).trades.show_revision)


@dataclass(frozen=True, slots=True)
class Asked:
    """The selection of an address, field by field as it is spelled there."""

    files: Annotated[str, Query(max_length=8_000)] = ""
    symbols: Annotated[str, Query(max_length=2_000)] = ""
    intervals: Annotated[str, Query(max_length=500)] = ""
    strategies: Annotated[str, Query(max_length=4_000)] = ""
    direction: Annotated[str, Query(max_length=10)] = ""
    start: Annotated[str, Query(max_length=10)] = ""
    end: Annotated[str, Query(max_length=10)] = ""
    multipliers: Annotated[str, Query(max_length=8_000)] = ""
    margins: Annotated[str, Query(max_length=4_000)] = ""
    spikes: Annotated[str, Query(max_length=5)] = ""
    data_version: Annotated[str, Query(max_length=100)] = ""
    account_equity: Annotated[str, Query(max_length=30)] = ""


def said_selection(spelled: Mapping[str, str]) -> Selection:
    """Return a selection as a form spells it; an empty field is absent. Raises `RequestValidationError`."""
    return read_selection({name: said for name, said in spelled.items() if said})


def selection_of(asked: Annotated[Asked, Depends()]) -> Selection:
    """Return the selection that an address asks with."""
    return said_selection({name: getattr(asked, name) for name in FIELDS})


type SelectionDep = Annotated[Selection, Depends(selection_of)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its tab, its template, and the parameters that it has besides the selection."""

    tab: str
    template: str
    own: tuple[str, ...] = ()


async def trades_page(request: Request, app: App, selection: Selection, sheet: Sheet, ask: Ask) -> Response:
    """Return a page about a selection; `ask` finds what its template draws.

    Where there is no file yet, the page is the way in for files; where nothing is selected, or a figure
    cannot be had, the panel stays and the page says why.
    """
    view, refused, status = await _described(app, selection)
    here = dict(TABS)[sheet.tab]
    if not view.files:
        return page(request, "trades/welcome.html", tab=sheet.tab, tabs=tabs_of({}))
    given, fault, status = await _asked(ask, refused or view.empty, status)
    own = (*sheet.own, *LOOK)
    kept = {name: value for name, value in request.query_params.items() if name in own}
    choices = choices_of(view, here, urlencode({k: v for k, v in kept.items() if k != "zoom"}))
    if refused:
        choices = replace(choices, said=NOTHING)
    return page(
        request,
        sheet.template,
        status,
        None,
        tab=sheet.tab,
        tabs=tabs_of(view.query),
        here=here,
        own=own,
        also=urlencode(kept),
        choices=choices,
        query=choices.query,
        q=f"?{choices.query}" if choices.query else "",
        explain=EXPLAIN,
        fault=fault,
        notes=_notes(view, *given.values()),
        **given,
    )


async def _described(app: App, selection: Selection) -> tuple[SelectionView, str, int]:
    """Return what is selected; what cannot be leaves all to be selected, and why."""
    try:
        return await app.trades.describe_selection(selection), "", 200
    except _REFUSALS as error:
        return await app.trades.describe_selection(Selection()), str(error), _status_of(error)


async def _asked(ask: Ask, refused: str, status: int) -> tuple[Given, str, int]:
    if refused:
        return {}, refused, status
    try:
        return await ask(), "", status
    except _REFUSALS as error:
        return {}, str(error), _status_of(error)


def _status_of(error: BallastError) -> int:
    """Return the status of a page that says this; that a selection leaves nothing is no fault."""
    return 200 if isinstance(error, NothingSelectedError) else status_of(type(error))[0]


def _notes(*views: object) -> list[str]:
    """Return what must be read beside the figures of these views, each note once."""
    about = (getattr(view, "about", None) for view in views)
    return list(dict.fromkeys(note for one in about if one is not None for note in one.notes))
