"""The selection that an address asks with, for the API and the pages, and the answers kept for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import QueryParams

from ballast_core.shared.entity import Day
from ballast_core.trades import Direction, Selection
from ballast_web.answers import Basis
from ballast_web.deps import opened
from ballast_web.routes import StoredRoute

_NAMES = "Repeated or with commas between; all without."


@dataclass(frozen=True, slots=True)
class Spelled:
    """A selection, part by part as an address spells it; an empty part is absent."""

    files: Annotated[tuple[str, ...], Query(description=f"Ids of files. {_NAMES}")] = ()
    symbols: Annotated[tuple[str, ...], Query(description=f"Symbols such as `MES`. {_NAMES}")] = ()
    intervals: Annotated[tuple[str, ...], Query(description=f"Minutes of a bar. {_NAMES}")] = ()
    strategies: Annotated[tuple[str, ...], Query(description=f"Names of strategies. {_NAMES}")] = ()
    direction: Annotated[Direction, Query(description="Which side of the market counts.")] = Direction.ALL
    start: Annotated[Day | None, Query(description="First day that counts; equity starts anew there.")] = None
    end: Annotated[Day | None, Query(description="Last day that counts.")] = None
    multipliers: Annotated[
        tuple[str, ...],
        Query(description="`ID:2` counts a file twice, `ID:0.5` half; commas between several."),
    ] = ()
    margins: Annotated[
        tuple[str, ...],
        Query(description="`MES:3000`: initial margin of a contract, by symbol or file id, with commas."),
    ] = ()
    spikes: Annotated[bool, Query(description="Add how low a curve may have been within each day.")] = False
    data_version: Annotated[
        str | None, Query(max_length=100, description="Answer only while the stored files are these.")
    ] = None
    account_equity: Annotated[
        float,
        Query(ge=1, le=1e12, allow_inf_nan=False, description="What the account starts with, in dollars."),
    ] = Selection.model_fields["account_equity"].default


FIELDS = tuple(Spelled.__dataclass_fields__)
_SEVERAL = frozenset(name for name in FIELDS if isinstance(getattr(Spelled(), name), tuple))


class TradesRoute(StoredRoute):
    """Answers from the stored files of trades; every spelling of a question shares one answer."""

    async def basis(self, request: Request) -> Basis:
        """Return what answers about trades rest on."""
        question = one_spelling(request.query_params)
        return Basis("trades", opened(request).trades.show_revision, question=question)


def read_selection(spelled: Mapping[str, object]) -> Selection:
    """Return a selection from its spelling in an address. Raises `RequestValidationError`."""
    try:
        return Selection.model_validate(dict(spelled))
    except ValidationError as error:
        faults = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from error


def selection_of(asked: Annotated[Spelled, Depends()]) -> Selection:
    """Return the selection that an address asks with."""
    parts = {name: getattr(asked, name) for name in FIELDS}
    return read_selection({name: _joined(part) for name, part in parts.items()})


def one_spelling(query: QueryParams) -> str | None:
    """Return the same text for all queries that ask the same; None for one that cannot be understood."""
    others = sorted((name, said) for name, said in query.multi_items() if name not in FIELDS)
    parts = {name: _joined(tuple(query.getlist(name))) for name in query if name in _SEVERAL}
    parts |= {name: query[name] for name in query if name in FIELDS and name not in _SEVERAL}
    try:
        selection = Selection.model_validate(parts)
    except ValidationError:
        return None
    return urlencode([*selection.to_query().items(), ("", ""), *others])


def _joined(part: object) -> object:
    return ",".join(cast("tuple[str, ...]", part)) if isinstance(part, tuple) else part


type SelectionDep = Annotated[Selection, Depends(selection_of)]
