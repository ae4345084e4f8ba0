"""What shows that a change was asked for by one of our own pages."""

from hmac import compare_digest
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request

from ballast_core.access import Session
from ballast_web.auth import asker_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_FIELD, _HEADER = "csrf", "x-csrf-token"
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 1_000


def csrf_field(request: Request) -> Markup:
    """Return the hidden input that every form that changes something carries."""
    session = asker_of(request).session
    if session is None:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(_FIELD, session.csrf_token)


def check_origin(request: Request) -> None:
    """Refuse a change that another site's page asks for: a browser would send it, cookie and all."""
    if request.method in SAFE:
        return
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    ours = not origin or origin.partition("://")[2].lower() == request.headers.get("host", "").lower()
    if not (site == "same-origin" or (site == "none" and ours)):
        raise HTTPException(403, "a page of another web site may not ask for this")


def check_socket_origin(request: Request) -> None:
    """Refuse a web socket that another site's page opens: a browser would let it, cookie and all."""
    site, origin = request.headers.get("sec-fetch-site", "none"), request.headers.get("origin")
    ours = origin is None or origin.partition("://")[2].lower() == request.headers.get("host", "").lower()
    if not ours or site not in {"same-origin", "none"}:
        raise HTTPException(403, "a page of another web site may not listen here")


def check_token(request: Request, session: Session, body: bytes = b"") -> None:
    """Refuse a change that does not carry the token of its session, in a header or in a form."""
    given = request.headers.get(_HEADER) or _in_form(request, body)
    if not compare_digest(given.encode(), session.csrf_token.encode()):
        raise HTTPException(403, "this page is too old: load it again, and try once more")


def _in_form(request: Request, body: bytes) -> str:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return ""
    try:
        fields = parse_qs(body.decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get(_FIELD, [""])[-1]
