"""Static files: read once, compressed by the build, and cached for good where a name holds a hash."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ballast_core.shared.errors import UnavailableError

STATIC = files("ballast_web") / "static"
_BUILT = "dist/"
_ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the best first
_TYPES = {".js": "text/javascript; charset=utf-8", ".webmanifest": "application/manifest+json"}
_FOREVER, _SHORT = "public, max-age=31536000, immutable", "public, max-age=3600"


class NotBuiltError(UnavailableError):
    """The part of the pages that runs in the browser was not built."""

    code = "web.not_built"

    def __init__(self) -> None:
        super().__init__("the pages' scripts and styles are missing; build them with `make setup`")


def asset(name: str) -> str:
    """Return the address of what the build made of a source, such as `ballast.css`."""
    return preloads(name)[0]


def preloads(name: str) -> list[str]:
    """Return the addresses of a built file and of those that it imports, to be fetched at once."""
    return [f"/static/{_BUILT}{file}" for file in manifest()[name]]


class Assets:
    """Serves the files of `static`; nothing else has an address, so no path leads out of it."""

    def __init__(self) -> None:
        self._files = dict(_found(STATIC))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with one file, in the best encoding that the client takes."""
        request = Request(scope, receive)
        name = str(scope["path"]).removeprefix(str(scope.get("root_path", ""))).removeprefix("/")
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405, "static files are only read", {"Allow": "GET, HEAD"})
        if name not in self._files or name.endswith(tuple(_ENCODINGS.values())):
            raise HTTPException(404, "there is no such file")
        await self._answer(request, name)(scope, receive, send)

    def _answer(self, request: Request, name: str) -> Response:
        headers = {
            "Vary": "Accept-Encoding",
            "Cache-Control": _FOREVER if name.startswith(_BUILT) else _SHORT,
        }
        accepted = {
            part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")
        }
        body = self._files[name]
        for encoding, ending in _ENCODINGS.items():
            if encoding in accepted and name + ending in self._files:
                headers["Content-Encoding"], body = encoding, self._files[name + ending]
                break
        return Response(body, headers=headers, media_type=_media_type(name))


def _media_type(name: str) -> str:
    ending = name[name.rfind(".") :]
    return _TYPES.get(ending) or guess_type(name)[0] or "application/octet-stream"


def _found(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _found(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry.read_bytes()


@cache
def manifest() -> dict[str, list[str]]:
    """Return the built files by the name of their source: itself first, then what it imports."""
    try:
        return dict(json.loads((STATIC / _BUILT / "manifest.json").read_text()))
    except FileNotFoundError:
        raise NotBuiltError from None
