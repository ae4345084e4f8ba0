"""What may be done without saying who asks, and what each request needs."""

from ballast_core.access import Scope
from ballast_web.csrf import SAFE
from ballast_web.paths import is_under

_STATIC = "/static"
_OPEN = frozenset({"/sign-in", "/setup", "/health", "/ready", "/api/v1/health", "/favicon.ico"})
_OPEN_BELOW = (_STATIC, "/shared")
_API = ("/api", "/ws")
_UPLOADS = frozenset({"/api/v1/upload", "/api/v1/universe", "/trades/upload", "/market/universe/import"})
_INGEST = (
    *("/ingest", "/trades", "/market", "/jobs"),
    *(f"/api/v1/{kind}" for kind in ("ingest", "upload", "files", "mappings")),
    *(f"/api/v1/{kind}" for kind in ("jobs", "simulations", "optimizer", "schedules")),
    *(f"/api/v1/{kind}" for kind in ("universe", "stocks", "pipelines")),
)
_ACCESS = ("/account", *(f"/api/v1/{kind}" for kind in ("tokens", "shares", "sessions", "actions")))


def is_static(path: str) -> bool:
    """Whether it is the same for everybody, and no secret."""
    return is_under(path, _STATIC)


def is_api(path: str) -> bool:
    """Whether a program asks."""
    return any(is_under(path, one) for one in _API)


def is_open(path: str) -> bool:
    """Whether who asks need not say who they are."""
    return path in _OPEN or any(is_under(path, one) for one in _OPEN_BELOW)


def is_personal(path: str) -> bool:
    """Whether an answer must not stay in the browser when the owner has gone."""
    return path in {"/sign-in", "/setup"} or any(is_under(path, one) for one in ("/shared", *_ACCESS))


def takes_files(path: str) -> bool:
    """Whether files come in here, larger than any other body."""
    return path in _UPLOADS


def needed(method: str, path: str) -> Scope:
    """Return what a request needs: reading, bringing files in and starting heavy work, or everything."""
    if any(is_under(path, one) for one in _ACCESS):
        return Scope.ADMIN
    if method in SAFE:
        return Scope.READ
    return Scope.INGEST if any(is_under(path, one) for one in _INGEST) else Scope.ADMIN
