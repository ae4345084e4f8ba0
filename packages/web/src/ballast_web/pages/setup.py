"""The first run: `/setup` makes whoever read the log the owner."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from ballast_core.access import (
    MIN_PASSWORD_LENGTH,
    OwnerExistsError,
    TooManyAttemptsError,
    WeakPasswordError,
    WrongSetupCodeError,
)
from ballast_core.shared.errors import BallastError
from ballast_web.audit import failed_sign_in, note
from ballast_web.deps import AppDep
from ballast_web.pages.entry import (
    MOST_TYPED,
    SettingsDep,
    begin_session,
    check_alike,
    check_guarded,
    forgiven,
    tried,
)
from ballast_web.pages.render import page
from ballast_web.paths import place
from ballast_web.routes import FreshRoute
from ballast_web.sessions import may_sign_in
from ballast_web.statuses import refusal

router = APIRouter(route_class=FreshRoute)

_FORM = "account/setup.html"

type Typed = Annotated[str, Form(max_length=MOST_TYPED)]


@router.get("/setup", operation_id="access.show_setup")
async def show_setup(app: AppDep, settings: SettingsDep, request: Request) -> Response:
    """Ask for the code from the log and a password, while there is no owner."""
    if await app.access.has_owner() or not settings.needs_sign_in:
        return RedirectResponse(place(request, "/sign-in"), 303)
    return page(request, _FORM, guarded=may_sign_in(request, settings), least=MIN_PASSWORD_LENGTH)


@router.post("/setup", operation_id="access.create_owner")
async def create_owner(
    app: AppDep, settings: SettingsDep, request: Request, code: Typed, password: Typed, again: Typed
) -> Response:
    """Make who has the code the owner, and sign this browser in."""
    check_guarded(request, settings)
    try:
        tried(request)
        check_alike(password, again)
        await app.access.create_owner(code, password)
    except OwnerExistsError:
        return RedirectResponse(place(request, "/sign-in"), 303)
    except (WrongSetupCodeError, WeakPasswordError, TooManyAttemptsError) as error:
        return _once_more(request, error)
    cookie = await begin_session(app, request, password)
    forgiven(request)
    answer = RedirectResponse(place(request, "/"), 303)
    answer.headers.append("Set-Cookie", cookie)
    return answer


def _once_more(request: Request, error: BallastError) -> Response:
    if not isinstance(error, WeakPasswordError):
        failed_sign_in(request, "setup_code" if isinstance(error, WrongSetupCodeError) else "limit")
    note(request, detail=error.code)
    status, headers = refusal(error)
    return page(request, _FORM, status, headers, error=str(error), guarded=True, least=MIN_PASSWORD_LENGTH)
