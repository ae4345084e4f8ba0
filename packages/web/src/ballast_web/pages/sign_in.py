"""The way in and out for a browser: `/sign-in` and `/sign-out`."""

import re
from typing import Annotated
from urllib.parse import quote, unquote_plus

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from ballast_core.access import TooManyAttemptsError, WrongPasswordError
from ballast_web.audit import failed_sign_in, note
from ballast_web.auth import NOBODY, asker_of
from ballast_web.deps import AppDep
from ballast_web.pages.entry import MOST_TYPED, SettingsDep, begin_session, check_guarded, forgiven, tried
from ballast_web.pages.render import page
from ballast_web.paths import place
from ballast_web.routes import FreshRoute
from ballast_web.sessions import may_sign_in, no_cookie
from ballast_web.statuses import refusal

router = APIRouter(route_class=FreshRoute)

_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_FORM = "account/sign_in.html"

type Next = Annotated[str, Query(alias="next", max_length=MOST_TYPED)]
type Typed = Annotated[str, Form(max_length=MOST_TYPED)]


@router.get("/sign-in", operation_id="access.show_sign_in")
async def show_sign_in(
    app: AppDep, settings: SettingsDep, request: Request, next_page: Next = "/"
) -> Response:
    """Ask for the password; who is in already, or needs not be, goes on."""
    if asker_of(request) is not NOBODY:
        return _on_to(request, next_page)
    if not await app.access.has_owner():
        return RedirectResponse(place(request, "/setup"), 303)
    return page(request, _FORM, next_page=safe_next(next_page), guarded=may_sign_in(request, settings))


@router.post("/sign-in", operation_id="access.sign_in")
async def sign_in(
    app: AppDep,
    settings: SettingsDep,
    request: Request,
    password: Typed,
    next_page: Annotated[str, Form(alias="next", max_length=MOST_TYPED)] = "/",
) -> Response:
    """Begin a session, with a cookie of its own that nobody can have placed before."""
    check_guarded(request, settings)
    try:
        tried(request)
        cookie = await begin_session(app, request, password)
    except (WrongPasswordError, TooManyAttemptsError) as error:
        failed_sign_in(request, "limit" if isinstance(error, TooManyAttemptsError) else "password")
        note(request, detail=error.code)
        status, headers = refusal(error)
        return page(
            request, _FORM, status, headers, error=str(error), next_page=safe_next(next_page), guarded=True
        )
    forgiven(request)
    answer = _on_to(request, next_page)
    answer.headers.append("Set-Cookie", cookie)
    return answer


@router.post("/sign-out", operation_id="access.end_own_session")
async def sign_out(app: AppDep, request: Request) -> Response:
    """End the session of this browser, and have it forget what it kept."""
    session = asker_of(request).session
    if session is not None:
        await app.access.end_session(session.id)
        note(request, subject=session.id)
    answer = RedirectResponse(place(request, "/sign-in"), 303)
    answer.headers.append("Set-Cookie", no_cookie(request))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def safe_next(address: str) -> str:
    """Return where to go after signing in: a place of ours, or the start page; never with a token in it."""
    path, _, query = address.partition("?")
    kept = path if "token" in unquote_plus(query) else address
    return kept if _HERE.fullmatch(kept) else "/"


def _on_to(request: Request, address: str) -> Response:
    return RedirectResponse(quote(place(request, safe_next(address)), safe="/?&=%:,+~@!$'()*;-._"), 303)
