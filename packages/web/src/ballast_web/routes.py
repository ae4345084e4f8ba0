"""What all routes share: forms of an answer, pages of a list, refusal of the unknown, kept answers."""

import asyncio
import inspect
import re
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Header, Query, Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from ballast_core.shared.table import View
from ballast_web.answers import Answers, Basis, Make
from ballast_web.deps import ALL_ROWS, AppDep, opened
from ballast_web.negotiation import FORMS, MEDIA_TYPES, Form, accepted_form
from ballast_web.paths import inner_path

type Endpoint = Callable[..., Any]

_TEXT = {"schema": {"type": "string"}}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; a long list tells its next page in `Link`.",
        "content": {
            MEDIA_TYPES["csv"]: _TEXT,
            MEDIA_TYPES["arrow"]: _BYTES,
            MEDIA_TYPES["parquet"]: _BYTES,
        },
    }
}
_UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The answer is still the one whose `ETag` the client sent in `If-None-Match`."}
}


class Reply:
    """Lays a view out in the form that is asked for."""

    def __init__(
        self,
        request: Request,
        app: AppDep,
        form: Annotated[Form | None, Query(alias="format", description="Wins over `Accept`.")] = None,
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    ) -> None:
        self._url = request.url
        self._path: str = request.scope["path"]
        self._inner_path = inner_path(request)
        self._tables = app.tables
        self._form: Form = form or accepted_form(accept, FORMS)

    def __call__(self, view: View) -> Response:
        """Return the view as JSON, or its table as a file."""
        headers = self._pages(view)
        if self._form == "json":
            return Response(view.model_dump_json(), headers=headers, media_type=MEDIA_TYPES["json"])
        if self._form != "arrow":  # a stream is read, not saved
            headers["Content-Disposition"] = f'attachment; filename="{self._file_name()}"'
        body = self._tables.write(view.table(), self._form)
        return Response(body, headers=headers, media_type=MEDIA_TYPES[self._form])

    async def aside(self, view: View) -> Response:
        """Do as when called; making a file holds up nobody else."""
        return self(view) if self._form == "json" else await asyncio.to_thread(self, view)

    def _file_name(self) -> str:
        words = re.findall(r"[\w.]+", self._inner_path, re.ASCII)
        return f"{'-'.join(words[2:])}.{self._form}"  # without `api` and `v1`

    def _pages(self, view: View) -> dict[str, str]:
        page = view.model_dump(include={"total", "limit", "offset"})
        if "limit" not in page:
            return {}
        limit, offset, rows = page["limit"], page["offset"], len(view.table())
        more = offset + rows < page["total"] if "total" in page else rows == limit
        links = {"next": offset + limit} if more else {}
        if offset:
            links["prev"] = max(offset - limit, 0)
        said = (f'<{self._at(start, limit)}>; rel="{name}"' for name, start in links.items())
        return {"Link": ", ".join(said)} if links else {}

    def _at(self, offset: int, limit: int) -> str:
        query = self._url.include_query_params(limit=limit % ALL_ROWS, offset=offset).query
        return f"{quote(self._path)}?{query}"


class FreshRoute(APIRoute):
    """Answers anew each time, in the form that is asked for; refuses a parameter that it does not know."""

    tagged = True

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401 - as its parent
        answer = inspect.signature(endpoint).return_annotation
        if isinstance(answer, type) and issubclass(answer, View):
            endpoint = _in_any_form(endpoint)
            options["responses"] = _FORMS | options["responses"]
        if options["methods"] == ["GET"] and self.tagged:
            options["responses"] = _UNCHANGED | options["responses"]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the function from request to response."""
        make = super().get_route_handler()
        fields = get_flat_params(self.dependant)
        known = sorted(field.alias for field in fields if isinstance(field.field_info, params.Query))

        async def strictly(request: Request) -> Response:
            unknown = [_unknown(name, known) for name in request.query_params if name not in known]
            if unknown:
                raise RequestValidationError([*unknown, *await _other_faults(request, make)])
            return await make(request)

        async def kept(request: Request) -> Response:
            return await self.kept(request, request.app.state.answers, strictly)

        return kept if self.methods == {"GET"} and self.tagged else strictly

    async def kept(self, request: Request, answers: Answers, make: Make) -> Response:
        """Return the answer, or that the client has it already."""
        return await answers.of_content(request, make)


class LiveRoute(FreshRoute):
    """Streams an answer while it comes about: no client can have it already."""

    tagged = False


class StoredRoute(FreshRoute):
    """Answers from what is stored, and makes an answer once for as long as that stays the same."""

    async def kept(self, request: Request, answers: Answers, make: Make) -> Response:
        """Return the answer as it was made before, if it was."""
        return await answers.of_revision(request, await self.basis(request), make)

    async def basis(self, request: Request) -> Basis:
        """Return what the answers of this route rest on."""
        return Basis("tracking", opened(request).tracking.show_revision)


def _in_any_form(endpoint: Endpoint) -> Endpoint:
    """Let an endpoint return its view in the form that is asked for."""

    @wraps(endpoint)
    async def reply_with(*, reply: Reply, **given: object) -> Response:
        return await reply.aside(await endpoint(**given))

    signature = inspect.signature(endpoint)
    wanted = inspect.Parameter(
        "reply", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[Reply, Depends()]
    )
    parameters = [*signature.parameters.values(), wanted]
    # Here FastAPI reads what to hand over.
    vars(reply_with)["__signature__"] = signature.replace(parameters=parameters)
    return reply_with


async def _other_faults(request: Request, make: Make) -> list[Any]:
    """Return what else is wrong with a request, so that a client reads everything at once."""
    if request.method != "GET":
        return []  # trying it would do it
    try:
        await make(request)
    except RequestValidationError as error:
        return list(error.errors())
    return []


def _unknown(name: str, known: list[str]) -> dict[str, Any]:
    return {"loc": ("query", name), "msg": f"no such parameter; known here: {', '.join(known) or 'none'}"}
