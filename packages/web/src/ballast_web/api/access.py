"""Access under `/api/v1`, for who may do everything: tokens, share links, browsers, the audit log."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from ballast_core.access import (
    ActionsView,
    NewShare,
    NewToken,
    SessionsView,
    ShareSpec,
    SharesView,
    TokenSpec,
    TokensView,
)
from ballast_web.audit import note
from ballast_web.deps import AppDep, Page
from ballast_web.routes import FreshRoute

router = APIRouter(prefix="/api/v1", tags=["access"], route_class=FreshRoute)

type TokenId = Annotated[str, Path(description="The part of a token between its two underscores.")]
type ShareId = Annotated[str, Path(description="As the list of share links tells it.")]
type SessionId = Annotated[str, Path(description="As the list of signed-in browsers tells it.")]


@router.get("/tokens", operation_id="access.list_tokens")
async def list_tokens(app: AppDep) -> TokensView:
    """List the tokens of programs, newest first, without what proves them."""
    return await app.access.list_tokens()


@router.post("/tokens", operation_id="access.create_token", response_model=NewToken)
async def create_token(app: AppDep, request: Request, spec: TokenSpec) -> Response:
    """Make a token for a program; `secret` is shown this once."""
    made = await app.access.create_token(spec)
    note(request, subject=f"{made.token.id} ({made.token.name})")
    return Response(made.model_dump_json(), media_type="application/json")


@router.delete("/tokens/{token}", operation_id="access.revoke_token", status_code=204)
async def revoke_token(app: AppDep, token: TokenId) -> Response:
    """Revoke a token, for good."""
    await app.access.revoke_token(token)
    return Response(status_code=204)


@router.get("/shares", operation_id="access.list_shares")
async def list_shares(app: AppDep) -> SharesView:
    """List the share links, newest first, without what opens them."""
    return await app.access.list_shares()


@router.post("/shares", operation_id="access.create_share", response_model=NewShare)
async def create_share(app: AppDep, request: Request, spec: ShareSpec) -> Response:
    """Make a link that shows models without amounts, at `/shared/<secret>`; `secret` is shown this once."""
    made = await new_share(app, spec)
    note(request, subject=f"{made.share.id} ({made.share.label})")
    return Response(made.model_dump_json(), media_type="application/json")


@router.delete("/shares/{share}", operation_id="access.revoke_share", status_code=204)
async def revoke_share(app: AppDep, share: ShareId) -> Response:
    """Make a share link show nothing from now on."""
    await app.access.revoke_share(share)
    return Response(status_code=204)


@router.get("/sessions", operation_id="access.list_sessions")
async def list_sessions(app: AppDep) -> SessionsView:
    """List the browsers that are signed in, the one seen last first."""
    return await app.access.list_sessions()


@router.delete("/sessions/{session}", operation_id="access.end_session", status_code=204)
async def end_session(app: AppDep, session: SessionId) -> Response:
    """Sign a browser out."""
    await app.access.end_session(session)
    return Response(status_code=204)


@router.get("/actions", operation_id="access.list_actions")
async def list_actions(app: AppDep, page: Annotated[Page, Depends()]) -> ActionsView:
    """List what was done: who, what, from where, and how it ended; newest first."""
    return await app.access.list_actions(page.rows, page.offset)


async def new_share(app: AppDep, spec: ShareSpec) -> NewShare:
    """Make a share link of models that exist. Raises `ModelNotFoundError`."""
    for model in spec.models:
        await app.tracking.show_model(model)
    return await app.access.create_share(spec)
