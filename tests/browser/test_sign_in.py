"""From the first start to a link for a guest: a real server, and browsers that do not know each other."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page
from tests.browser.conftest import SIZES, Visit, grave_faults, visiting
from tests.browser.pictures import Pictures

from ballast_adapters.postgres import EmbeddedPostgres
from ballast_adapters.sample import write_sample

BALLAST = str(Path(sys.executable).with_name("ballast"))
PINE = "/models/naz100_pine"
PASSWORD = "seven lighthouses under fog"

pytestmark = pytest.mark.postgres


@dataclass(frozen=True)
class Server:
    """A server that asks who is there, and what it logs."""

    address: str
    log: Path

    def said(self, pattern: str) -> str:
        """Return what the log says, once it does."""
        for _ in range(600):
            found = re.search(pattern, self.log.read_text("utf-8"))
            if found:
                return found[1]
            time.sleep(0.05)
        raise AssertionError(self.log.read_text("utf-8"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a server with the sample, for strangers to knock at."""
    home = Path(tempfile.mkdtemp(prefix="ballast-browser-"))
    home.chmod(0o755)
    write_sample(home / "data", days=300)
    mine = os.environ  # noqa: TID251 - the test's own, handed on to the commands
    env = {name: value for name, value in mine.items() if not name.startswith("BALLAST_")}
    env |= {"BALLAST_HOME": str(home), "BALLAST_API__SIGN_IN": "always", "NO_COLOR": "1"}
    log = home / "serve.log"
    with EmbeddedPostgres(home / "postgres", durable=False).open_sync():
        subprocess.run([BALLAST, "ingest"], env=env, check=True, capture_output=True, timeout=60)
        with (
            log.open("w") as out,
            subprocess.Popen([BALLAST, "serve", "--port", "0"], env=env, stdout=out, stderr=out) as process,
        ):
            yield _started(log)
            process.terminate()
    shutil.rmtree(home)


def _started(log: Path) -> Server:
    return Server(Server("", log).said(r"serves on (http://\S+);"), log)


@pytest.fixture
async def window(browser: Browser, server: Server) -> AsyncGenerator[Visit]:
    """Return a window in which nothing may go wrong."""
    async with visiting(browser, server.address, reduced_motion="reduce") as one:
        yield one
        assert one.complaints == []


async def test_an_owner_sets_up_signs_out_and_in_makes_a_token_and_shares(
    browser: Browser, server: Server, window: Visit, pictures: Pictures, axe: str
) -> None:
    page = await window.open(PINE)
    assert path_of(page) == "/setup"
    assert await looks(page, pictures, "setup") == []
    assert await grave_faults(page, axe) == []
    await set_up(page, server)
    await page.goto(f"{server.address}/account")
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_role("heading", name="Sign in").wait_for()
    await page.goto(f"{server.address}{PINE}/months?period=1y")
    assert path_of(page) == "/sign-in"
    assert await looks(page, pictures, "sign-in") == []
    assert await grave_faults(page, axe) == []
    await sign_in(page)
    assert page.url.endswith(f"{PINE}/months?period=1y")
    token = await try_token(page, server)
    link = await try_link(page, server, browser)
    await page.goto(f"{server.address}/account/audit")
    said = await page.get_by_role("table").inner_text()
    for action in ("access.create_owner", "access.sign_in", "access.create_token", "access.revoke_share"):
        assert action in said
    assert not any(secret in server.log.read_text("utf-8") for secret in (token, link, PASSWORD))


async def set_up(page: Page, server: Server) -> None:
    """Become the owner, by the code from the log."""
    await page.get_by_label("Code from the log").fill(server.said(r"enter the code ([^\s,]+)"))
    await page.get_by_label("New password").fill(PASSWORD)
    await page.get_by_label("The same again").fill(PASSWORD)
    await page.get_by_role("button", name="Become the owner").click()
    await page.get_by_role("heading", name="Models").wait_for()


async def sign_in(page: Page) -> None:
    """Give the password, and arrive where one wanted to go."""
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("table", name="Returns by month").first.wait_for()


async def try_token(page: Page, server: Server) -> str:
    """Make a token that opens the API until it is revoked."""
    await page.goto(f"{server.address}/account/tokens")
    await page.get_by_label("Name").fill("grafana")
    await page.get_by_role("button", name="Make it").click()
    token = await page.locator("code.secret").inner_text()
    assert status_with(server, token) == 200
    await revoke(page)
    assert status_with(server, token) == 401
    return token


async def try_link(page: Page, server: Server, browser: Browser) -> str:
    """Make a link that shows a guest one model, without an amount or a cookie, until it is revoked."""
    await page.goto(f"{server.address}/account/shares")
    await page.get_by_label("For whom").fill("Ann")
    await page.get_by_label("naz100_pine").check()
    await page.get_by_role("button", name="Make it").click()
    link = await page.locator("code.secret").inner_text()
    async with visiting(browser, server.address) as guest:
        shown = await guest.open(link.removeprefix(server.address))
        assert await shown.get_by_role("link", name="naz100_pine").count() == 1
        assert await shown.get_by_role("link", name="naz100_hma").count() == 0
        assert "$" not in await shown.locator("body").inner_text()
        await shown.goto(server.address)
        assert path_of(shown) == "/sign-in"
        assert (await guest.context.cookies(), guest.complaints) == ([], [])
        await revoke(page)
        await shown.goto(link)
        await shown.get_by_role("heading", name="It is not there").wait_for()
    return link


async def revoke(page: Page) -> None:
    """Press the one button that revokes, and see that it did."""
    await page.get_by_role("button", name=re.compile("Revoke")).click()
    await page.get_by_role("cell", name="revoked").wait_for()


async def looks(page: Page, pictures: Pictures, name: str) -> list[str]:
    """Return how a page differs from its goldens, at all sizes and in all themes."""
    found: list[str] = []
    for size, (width, height) in SIZES.items():
        await page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme=theme)
            screenshot = await page.screenshot(animations="disabled", caret="hide")
            found.append(await pictures.differences(f"{name}-{size}-{theme}", screenshot, width))
    await page.set_viewport_size({"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]})
    return [one for one in found if one]


def path_of(page: Page) -> str:
    """Return the path of the page that is shown."""
    return httpx.URL(page.url).path


def status_with(server: Server, token: str) -> int:
    """Return how the API answers a program with this token."""
    return httpx.get(
        f"{server.address}/api/v1/models", headers={"Authorization": f"Bearer {token}"}
    ).status_code
