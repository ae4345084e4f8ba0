"""What signing in and setting up share: the count of attempts, and the beginning of a session."""

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from ballast_adapters.settings import Settings
from ballast_core.access import WeakPasswordError
from ballast_core.app import App
from ballast_web.auth import address_of, asker_of, owner
from ballast_web.limits import Attempts
from ballast_web.sessions import cookie, may_sign_in

MOST_TYPED = 2_000


def known_settings(request: Request) -> Settings:
    """Return the settings that the web application was made with."""
    return cast("Settings", request.app.state.settings)


type SettingsDep = Annotated[Settings, Depends(known_settings)]


def check_guarded(request: Request, settings: Settings) -> None:
    """Refuse a password that anybody on the way could read."""
    if not may_sign_in(request, settings):
        raise HTTPException(
            403,
            "a password is not taken without HTTPS: ask by https://, or from this machine; if a proxy speaks "
            "HTTPS, name it in BALLAST_API__PROXIES; on a network that you trust "
            "BALLAST_SESSION__PLAIN_HTTP=true allows it",
        )


def tried(request: Request) -> None:
    """Count an attempt before it is looked at. Raises `TooManyAttemptsError`."""
    _attempts(request).count(address_of(request))


def forgiven(request: Request) -> None:
    """Forget the attempts of who has proved themselves."""
    _attempts(request).forgive(address_of(request))


def check_alike(password: str, again: str) -> None:
    """Raise `WeakPasswordError` when the two were not typed alike."""
    if password != again:
        raise WeakPasswordError("the two that you typed differ")


async def begin_session(app: App, request: Request, password: str) -> str:
    """Sign in, and end what session the browser had; return the header of the cookie.

    Raises `WrongPasswordError`.
    """
    before = asker_of(request).session
    began = await app.access.sign_in(password, request.headers.get("user-agent", ""), address_of(request))
    if before is not None:
        await app.access.end_session(before.id)
    request.state.asker = owner(began.session)
    return cookie(request, began.secret, began.session)


def _attempts(request: Request) -> Attempts:
    return cast("Attempts", request.app.state.sign_ins)
