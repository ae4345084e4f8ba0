"""What routes are handed: the opened Ballast, and questions read from the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from inspect import Parameter, Signature
from types import MappingProxyType
from typing import Annotated, Any, cast, get_origin

from fastapi import Depends, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator, ValidationError
from pydantic.fields import FieldInfo

from ballast_core.app import App
from ballast_core.shared.dates import PERIODS
from ballast_core.shared.entity import Day, Entity
from ballast_web.running import RunningIngest

_SAID = {
    "model": "Name or UUID of a model.",
    "models": "Names or UUIDs, repeated or with commas between.",
    "series": "`base` is the portfolio; the others are overlays and backtests, labeled as such.",
    "period": f"Counts back from the last day of the series: one of {', '.join(PERIODS)}.",
    "start": "First day; wins over `period`.",
    "end": "Last day.",
    "points": "How many points leave at most, extremes kept; 0 for all.",
    "benchmark": "Another series to hold them against: `MODEL`, or `MODEL:SERIES` such as "
    "`naz100_pine:buy_and_hold`.",
    "rows": "What a file has a row of: `models` for measures, `days` for curves and relative strength, "
    "`pairs` for correlations.",
    "from_fork": "Start where the models part; before, they are one portfolio.",
}


ALL_ROWS = 10**9


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list."""

    limit: Annotated[int, Query(ge=0, le=1_000, description="Rows of a page; 0 for all.")] = 100
    offset: Annotated[int, Query(ge=0, le=10**9, description="Rows to pass over.")] = 0

    @property
    def rows(self) -> int:
        """How many rows at most."""
        return self.limit or ALL_ROWS


def opened(request: Request) -> App:
    """Return the Ballast that the lifespan opened."""
    return cast("App", request.app.state.ballast)


def running_ingest(request: Request) -> RunningIngest:
    """Return what runs the ingests of this server."""
    return cast("RunningIngest", request.app.state.running)


def asked[E: Entity](
    entity: type[E], *in_path: str, said: Mapping[str, str] = MappingProxyType(_SAID)
) -> Callable[..., E]:
    """Return a dependency that reads an entity from the address: `in_path`, or else in the query.

    `said` describes its fields.
    """

    def read(**given: object) -> E:
        try:
            return entity.model_validate({name: _apart(value) for name, value in given.items()})
        except ValidationError as error:
            faults = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]
            raise RequestValidationError(faults) from error

    parameters = [
        _parameter(name, field, said[name], in_path=name in in_path)
        for name, field in entity.model_fields.items()
    ]
    vars(read)["__signature__"] = Signature(parameters)  # where FastAPI reads what to hand over
    return read


def _parameter(name: str, field: FieldInfo, said: str, *, in_path: bool) -> Parameter:
    place = (Path if in_path else Query)(description=said)
    default: Any = Parameter.empty if in_path or field.is_required() else field.default
    plain: Any = Day | None if field.annotation == date | None else field.annotation
    if get_origin(plain) is tuple:  # as they are spelled
        plain = tuple[str, ...]
        default = default if default is Parameter.empty else tuple(map(str, default))
    kind = Annotated[plain, *field.metadata, place]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _apart(value: object) -> object:
    texts = cast("tuple[str, ...]", value)
    return tuple(part for text in texts for part in text.split(",")) if isinstance(value, tuple) else value


type AppDep = Annotated[App, Depends(opened)]
type RunningDep = Annotated[RunningIngest, Depends(running_ingest)]
type FormDay = Annotated[Day | None, BeforeValidator(lambda said: said or None)]  # an empty field is no day
