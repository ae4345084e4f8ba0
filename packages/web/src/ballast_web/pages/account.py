"""The owner's own pages: password and signed-in browsers, tokens, share links, the audit log."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from ballast_core.access import (
    MIN_PASSWORD_LENGTH,
    NewShare,
    NewToken,
    Scope,
    ShareSpec,
    TokenSpec,
    TooManyAttemptsError,
    WeakPasswordError,
    WrongPasswordError,
)
from ballast_core.app import App
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import BallastError, InvalidError
from ballast_web.api.access import new_share
from ballast_web.audit import failed_sign_in, note
from ballast_web.auth import asker_of
from ballast_web.deps import AppDep, Page
from ballast_web.pages.entry import MOST_TYPED, check_alike, forgiven, tried
from ballast_web.pages.render import page
from ballast_web.paths import place
from ballast_web.routes import FreshRoute
from ballast_web.statuses import refusal

router = APIRouter(prefix="/account", route_class=FreshRoute)

type Typed = Annotated[str, Form(max_length=MOST_TYPED)]
type Paging = Annotated[Page, Depends()]
type Days = Annotated[str, Form(max_length=10)]
type Ticked = Annotated[bool, Form()]


@router.get("", operation_id="access.show_account")
async def show_account(app: AppDep, request: Request) -> Response:
    """Show the signed-in browsers, and the form for another password."""
    return await _account(app, request)


@router.post("/password", operation_id="access.change_password")
async def change_password(app: AppDep, request: Request, old: Typed, new: Typed, again: Typed) -> Response:
    """Change the password; other browsers must sign in again."""
    session = asker_of(request).session
    try:
        tried(request)
        check_alike(new, again)
        await app.access.change_password(old, new, session.id if session else "")
    except (WrongPasswordError, WeakPasswordError, TooManyAttemptsError) as error:
        if isinstance(error, WrongPasswordError):
            failed_sign_in(request, "password")
        note(request, detail=error.code)
        return await _account(app, request, error)
    forgiven(request)
    return await _account(app, request, said="The password is changed; other browsers must sign in again.")


@router.post("/sessions/{session}/end", operation_id="access.end_session")
async def end_session(app: AppDep, request: Request, session: str) -> Response:
    """Sign a browser out."""
    await app.access.end_session(session)
    return _back(request, "/account")


@router.get("/tokens", operation_id="access.list_tokens")
async def list_tokens(app: AppDep, request: Request) -> Response:
    """Show the tokens of programs, and the form for another one."""
    return await _tokens(app, request)


@router.post("/tokens", operation_id="access.create_token")
async def create_token(
    app: AppDep,
    request: Request,
    name: Typed,
    scopes: Annotated[list[Scope], Form()],
    expires_days: Days = "",
    in_address: Ticked = False,  # noqa: FBT002 - a box that was not ticked is not sent
) -> Response:
    """Make a token, and show it this once."""
    given = {
        "name": name,
        "scopes": tuple(scopes),
        "in_address": in_address,
        "expires_days": _days(expires_days),
    }
    try:
        made = await app.access.create_token(_spec(TokenSpec, given))
    except InvalidError as error:
        return await _tokens(app, request, error=error)
    note(request, subject=f"{made.token.id} ({made.token.name})")
    return await _tokens(app, request, made)


@router.post("/tokens/{token}/revoke", operation_id="access.revoke_token")
async def revoke_token(app: AppDep, request: Request, token: str) -> Response:
    """Revoke a token, for good."""
    await app.access.revoke_token(token)
    return _back(request, "/account/tokens")


@router.get("/shares", operation_id="access.list_shares")
async def list_shares(app: AppDep, request: Request) -> Response:
    """Show the share links, and the form for another one."""
    return await _shares(app, request)


@router.post("/shares", operation_id="access.create_share")
async def create_share(
    app: AppDep,
    request: Request,
    label: Typed,
    models: Annotated[list[str] | None, Form()] = None,
    expires_days: Days = "30",
) -> Response:
    """Make a share link, and show it this once."""
    given = {"label": label, "models": tuple(models or ()), "expires_days": _days(expires_days)}
    try:
        made = await new_share(app, _spec(ShareSpec, given))
    except InvalidError as error:
        return await _shares(app, request, error=error)
    note(request, subject=f"{made.share.id} ({made.share.label})")
    return await _shares(app, request, made)


@router.post("/shares/{share}/revoke", operation_id="access.revoke_share")
async def revoke_share(app: AppDep, request: Request, share: str) -> Response:
    """Make a share link show nothing from now on."""
    await app.access.revoke_share(share)
    return _back(request, "/account/shares")


@router.get("/audit", operation_id="access.list_actions")
async def list_actions(app: AppDep, request: Request, paging: Paging) -> Response:
    """Show what was done, newest first."""
    view = await app.access.list_actions(paging.rows, paging.offset)
    return page(request, "account/audit.html", view=view)


async def _account(app: App, request: Request, error: BallastError | None = None, said: str = "") -> Response:
    view = await app.access.list_sessions()
    session = asker_of(request).session
    return page(
        request,
        "account/account.html",
        *_seen_as(error),
        view=view,
        mine=session.id if session else "",
        least=MIN_PASSWORD_LENGTH,
        error=error,
        said=said,
    )


async def _tokens(
    app: App, request: Request, made: NewToken | None = None, error: BallastError | None = None
) -> Response:
    return page(
        request,
        "account/tokens.html",
        *_seen_as(error),
        view=await app.access.list_tokens(),
        made=made,
        error=error,
        scopes=tuple(Scope),
    )


async def _shares(
    app: App, request: Request, made: NewShare | None = None, error: BallastError | None = None
) -> Response:
    site = f"{request.url.scheme}://{request.url.netloc}"
    return page(
        request,
        "account/shares.html",
        *_seen_as(error),
        view=await app.access.list_shares(),
        made=made,
        link=f"{site}{place(request, '/shared/')}{made.secret}" if made else "",
        error=error,
        models=[model.name for model in (await app.tracking.list_models()).models],
    )


def _seen_as(error: BallastError | None) -> tuple[int, Mapping[str, str]]:
    return (200, {}) if error is None else refusal(error)


def _spec[S: Entity](kind: type[S], given: Mapping[str, object]) -> S:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise InvalidError("; ".join(faults).replace("Value error, ", "")) from error


def _days(typed: str) -> int | str | None:
    return int(typed) if typed.isdecimal() else typed or None


def _back(request: Request, path: str) -> Response:
    return RedirectResponse(place(request, path), 303)
