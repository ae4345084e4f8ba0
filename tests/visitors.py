"""Those who come to a Ballast that asks who they are: its owner at a browser, programs with tokens."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from tests.in_memory import Bench, client_of

from ballast_adapters.settings import Settings
from ballast_core.access import Scope, TokenSpec

PASSWORD = "four words in a row"
SITE = "https://localhost"
GUARDED = Settings(api={"sign_in": "always"})
PAGE = {"Accept": "text/html"}


@dataclass(frozen=True)
class Browser:
    """A browser at our pages; `csrf` is the token that they carry."""

    client: httpx.AsyncClient
    csrf: str

    async def post(self, path: str, **fields: object) -> httpx.Response:
        """Send a form as our own page would."""
        return await self.client.post(path, data={"csrf": self.csrf, **fields}, headers=PAGE)


async def own(bench: Bench, password: str = PASSWORD) -> None:
    """Give a Ballast an owner."""
    code = await bench.app.access.begin_setup()
    assert code is not None
    await bench.app.access.create_owner(code, password)


async def token_of(bench: Bench, *scopes: Scope, **more: object) -> str:
    """Return the text of a new token."""
    spec = TokenSpec.model_validate({"name": "a program", "scopes": scopes or (Scope.READ,), **more})
    return (await bench.app.access.create_token(spec)).secret


def bearer(token: str) -> dict[str, str]:
    """Return the header of a program."""
    return {"Authorization": f"Bearer {token}"}


async def csrf_of(client: httpx.AsyncClient) -> str:
    """Return the token that our forms carry for this browser."""
    found = re.search(r'name="csrf" value="(\w+)"', (await client.get("/account", headers=PAGE)).text)
    assert found is not None
    return found[1]


@asynccontextmanager
async def visiting(
    bench: Bench, settings: Settings = GUARDED, address: str = SITE
) -> AsyncGenerator[httpx.AsyncClient]:
    """Yield a client of a Ballast that has an owner."""
    if not await bench.app.access.has_owner():
        await own(bench)
    async with client_of(bench.web(settings), address) as client:
        yield client


@asynccontextmanager
async def signed_in(
    bench: Bench, settings: Settings = GUARDED, address: str = SITE
) -> AsyncGenerator[Browser]:
    """Yield a browser whose owner has signed in."""
    async with visiting(bench, settings, address) as client:
        answer = await client.post("/sign-in", data={"password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield Browser(client, await csrf_of(client))
