"""Who asks: anyone on this machine, the owner by a browser that signed in, or a program by its token."""

from dataclasses import dataclass, field
from hmac import compare_digest
from typing import cast
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.types import Scope as AsgiScope

from ballast_adapters.settings import Settings
from ballast_core.access import (
    Access,
    KeyState,
    Scope,
    ScopeLackingError,
    Session,
    SignInNeededError,
    Token,
    UnknownTokenError,
)
from ballast_web.limits import GUESSES, Attempts
from ballast_web.sessions import secret_of

_EVERYTHING = (Scope.READ, Scope.INGEST, Scope.ADMIN)
_IN_ADDRESS = b"token"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, by the name that the audit log keeps, and what they may do.

    `session` is there for a browser; `fresh_secret` then is what its cookie must hold from now on. `token` is
    the id of a program's token, but for the one of the settings.
    """

    name: str
    scopes: tuple[Scope, ...] = ()
    session: Session | None = None
    token: str = ""
    fresh_secret: str | None = field(default=None, repr=False)

    def allows(self, scope: Scope) -> bool:
        """Whether they may."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def require(self, scope: Scope) -> None:
        """Raise `ScopeLackingError` unless they may."""
        if not self.allows(scope):
            raise ScopeLackingError(scope, self.scopes)


NOBODY = Asker("nobody")
MACHINE = Asker("this machine", _EVERYTHING)


def asker_of(request: Request) -> Asker:
    """Return who asks, as the guard found out."""
    return cast("Asker", getattr(request.state, "asker", NOBODY))


def owner(session: Session, fresh_secret: str | None = None) -> Asker:
    """Return the owner at a browser."""
    return Asker("owner", _EVERYTHING, session, fresh_secret=fresh_secret)


def take_token(scope: AsgiScope) -> str | None:
    """Return the `token` in an address, and take it out there before anybody else sees it.

    The scope itself is changed, for the server that made it may log it.
    """
    parts = scope["query_string"].split(b"&")
    given = [part for part in parts if unquote_plus(part.partition(b"=")[0].decode("latin-1")) == "token"]
    if not given:
        return None
    scope["query_string"] = b"&".join(part for part in parts if part not in given)
    return unquote_plus(given[-1].partition(b"=")[2].decode("latin-1"))


class Door:
    """Finds out who asks; guesses are counted by address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._setting = settings.api_token.get_secret_value().encode() if settings.api_token else None
        self._guesses = Attempts(*GUESSES)

    async def asker(self, request: Request, access: Access, in_address: str | None) -> Asker:
        """Return who asks; nobody when nothing is shown, or a session that is over.

        Raises `UnknownTokenError`, `TooManyAttemptsError`.
        """
        if not self._settings.needs_sign_in:
            return MACHINE
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":  # another one is for a proxy before us
            return await self._by_token(request, access, given.strip())
        if in_address is not None:
            return await self._by_token(request, access, in_address, in_address=True)
        secret = secret_of(request, self._settings)
        return await _by_session(access, secret) if secret else NOBODY

    async def _by_token(
        self, request: Request, access: Access, text: str, *, in_address: bool = False
    ) -> Asker:
        address = address_of(request)
        self._guesses.check(address)
        try:
            if not in_address and self._is_setting(text):
                return Asker("the token of the settings", _EVERYTHING)
            token = await access.check_token(text)
            if in_address:
                _check_in_address(request, token)
        except UnknownTokenError:
            self._guesses.count(address)
            raise
        return Asker(f"token {token.id} ({token.name})", token.scopes, token=token.id)

    def _is_setting(self, text: str) -> bool:
        return self._setting is not None and compare_digest(text.encode("latin-1", "replace"), self._setting)


async def still_may(asker: Asker, access: Access) -> bool:
    """Tell whether who was let in would be let in again; asking does not keep a session awake."""
    if asker.session is not None:
        return asker.session.id in {one.id for one in (await access.list_sessions()).sessions}
    if asker.token:
        tokens = (await access.list_tokens()).tokens
        return any(one.id == asker.token and one.state is KeyState.ACTIVE for one in tokens)
    return True


def address_of(request: Request) -> str:
    """Return where a request comes from, as far as that is known."""
    return request.client.host if request.client else ""


async def _by_session(access: Access, secret: str) -> Asker:
    try:
        checked = await access.check_session(secret)
    except SignInNeededError:
        return NOBODY
    return owner(checked.session, checked.fresh_secret)


def _check_in_address(request: Request, token: Token) -> None:
    if not (token.in_address and token.scopes == (Scope.READ,) and request.method == "GET"):
        raise UnknownTokenError
