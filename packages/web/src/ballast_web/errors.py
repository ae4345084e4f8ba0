"""Every failure as a problem document (RFC 9457)."""

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import BallastError, InvalidError, Problem, UnavailableError
from ballast_web.audit import note
from ballast_web.pages.model_tabs import model_tabs
from ballast_web.pages.render import page
from ballast_web.paths import inner_path, is_under, masked
from ballast_web.statuses import headers_of, status_of

MEDIA_TYPE = "application/problem+json"

_CONVERTER = re.compile(r":[a-z]+}")  # of a template as routes have it, not as the description does

_log = logging.getLogger("ballast.web")


class ProblemDocument(Entity):
    """What went wrong; `problems` names every fault of the request at once."""

    type: str = Field(description="`urn:ballast:` and a code that stays the same")
    title: str
    status: int
    detail: str
    instance: str = Field(description="the path that was asked for")
    problems: tuple[Problem, ...] = ()


class NoRoomError(UnavailableError):
    """What comes in cannot be put down while it is read."""

    code = "web.no_room"

    def __init__(self, why: OSError) -> None:
        super().__init__(
            f"the server cannot keep what is sent ({why.strerror or why}): make room in its folder for "
            "temporary files, or name another one in TMPDIR"
        )


async def problem_response(request: Request, error: Exception) -> Response:
    """Return any failure as a problem document, or as a page where a person asked for one.

    One that nobody foresaw keeps its detail for the log and gets an id.
    """
    if isinstance(error, HTTPException) and isinstance(error.__cause__, OSError):
        error = NoRoomError(error.__cause__)  # FastAPI takes it for a fault of the body
    status, title, code, detail = _said(error)
    path = masked(request.scope["path"])
    note(request, detail=code if status < 500 else detail)
    if status >= 500:
        unforeseen = error if status == 500 else None
        _log.error("%s %r: %s", request.scope.get("method", "socket"), path, detail, exc_info=unforeseen)
    document = ProblemDocument(
        type=f"urn:ballast:{code}",
        title=title,
        status=status,
        detail=detail,
        instance=quote(path, safe="/*"),
        problems=_problems(error),
    )
    headers = dict(_headers(error))
    if status == 405:
        headers |= _allowed(request)
    if is_under(inner_path(request), "/api") or "text/html" not in request.headers.get("accept", ""):
        return Response(document.model_dump_json(), status, headers, MEDIA_TYPE)
    return page(request, "problem.html", status, headers, problem=document, **_frame(request, status))


def _frame(request: Request, status: int) -> Mapping[str, object]:
    """Return the model, and the way to its pages, where one was asked what makes no sense."""
    template = getattr(request.scope.get("route"), "path", "")
    about = status == 422 and is_under(template, "/models/{model}")
    model = str(request.path_params["model"]) if about else ""
    return {"model": model, "tabs": model_tabs(model) if model else ()}


def _allowed(request: Request) -> Mapping[str, str]:
    """Return all methods of a path; several routes may share it, and each knows only its own."""
    template = _CONVERTER.sub("}", getattr(request.scope.get("route"), "path", ""))
    methods = request.app.openapi()["paths"].get(template, {})
    return {"Allow": ", ".join(sorted(method.upper() for method in methods))} if methods else {}


def _said(error: Exception) -> tuple[int, str, str, str]:
    """Return status, title, code and detail."""
    match error:
        case BallastError():
            return *status_of(type(error)), error.code, str(error)
        case RequestValidationError():
            detail = "; ".join(f"{problem.where}: {problem.what}" for problem in _problems(error))
            return *status_of(InvalidError), "web.invalid_request", detail
        case HTTPException():
            status = HTTPStatus(error.status_code)
            return status.value, status.phrase, f"http.{status.name.lower()}", error.detail
        case _:
            return 500, "A fault of Ballast", "web.fault", f"the log tells more of {uuid4().hex[:12]}"


def _problems(error: Exception) -> tuple[Problem, ...]:
    match error:
        case BallastError():
            return error.problems
        case RequestValidationError():
            return tuple(map(_problem, error.errors()))
        case _:
            return ()


def _problem(fault: dict[str, Any]) -> Problem:
    where = ".".join(str(part) for part in fault["loc"])
    return Problem(where, fault["msg"].removeprefix("Value error, "))


def _headers(error: Exception) -> Mapping[str, str]:
    match error:
        case BallastError():
            return headers_of(error)
        case HTTPException():
            return {"Cache-Control": "no-store", **(error.headers or {})}
        case _:
            return {"Cache-Control": "no-store"}
