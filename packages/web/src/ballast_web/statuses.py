"""What each kind of failure is over HTTP: a status, a title, and headers that say what to do."""

from collections.abc import Mapping
from math import ceil

from ballast_core.access import SignInNeededError, TooManyAttemptsError, UnknownTokenError
from ballast_core.shared.errors import (
    BallastError,
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    UnavailableError,
    UnsupportedError,
)

_KINDS: dict[type[BallastError], tuple[int, str]] = {
    UnknownTokenError: (401, "Who asks is not known"),
    SignInNeededError: (401, "Who asks is not known"),
    TooManyAttemptsError: (429, "Too many attempts"),
    InvalidError: (422, "It cannot be answered as asked"),
    NotFoundError: (404, "It is not there"),
    ConflictError: (409, "It is being changed by someone else"),
    DeniedError: (403, "It is not allowed"),
    UnsupportedError: (501, "It is not possible here"),
    UnavailableError: (503, "It is not available right now"),
}
_UNKNOWN = 'Bearer realm="Ballast", error="invalid_token"'


def status_of(error: type[BallastError]) -> tuple[int, str]:
    """Return status and title."""
    return next(said for kind, said in _KINDS.items() if issubclass(error, kind))


def headers_of(error: BallastError) -> Mapping[str, str]:
    """Return the headers that go with a failure."""
    match error:
        case UnknownTokenError():
            return {"Cache-Control": "no-store", "WWW-Authenticate": _UNKNOWN}
        case UnavailableError():
            return {"Cache-Control": "no-store", "Retry-After": str(ceil(error.retry_after_s))}
        case _:
            return {"Cache-Control": "no-store"}


def refusal(error: BallastError) -> tuple[int, Mapping[str, str]]:
    """Return status and headers, for a page that tells the failure itself."""
    return status_of(type(error))[0], headers_of(error)
