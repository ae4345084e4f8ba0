"""Paths as routes know them, as browsers see them, and as logs may keep them."""

import re
from urllib.parse import quote

from starlette.requests import Request

_SHARE = re.compile(r"(/shared/)[^/]+")


def inner_path(request: Request) -> str:
    """Return the path of a request without the prefix under which a proxy shows the site."""
    return _parts(request)[1]


def place(request: Request, path: str) -> str:
    """Return the address of one of our paths as a browser must ask for it."""
    return f"{_parts(request)[0]}{path}"


def model_address(model: str) -> str:
    """Return where the pages of a model begin; its name may hold anything."""
    return f"/models/{quote(model, safe='')}"


def is_under(path: str, prefix: str) -> bool:
    """Whether a path stands below a prefix, or is it."""
    return path == prefix or path.startswith(f"{prefix}/")


def masked(path: str) -> str:
    """Return a path without what opens a share link."""
    return _SHARE.sub(r"\1***", path)


def _parts(request: Request) -> tuple[str, str]:
    """Return prefix and path, as they were at first: a mount takes its own path for a prefix, too."""
    known: tuple[str, str] | None = getattr(request.state, "path_parts", None)
    if known is None:
        path, prefix = str(request.scope["path"]), str(request.scope.get("root_path", ""))
        known = (prefix, path[len(prefix) :]) if is_under(path, prefix) else ("", path)
        request.state.path_parts = known
    return known
