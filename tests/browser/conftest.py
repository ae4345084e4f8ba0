"""A browser, a site to look at, and visits that note whatever a page does wrong."""

import json
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from tests.browser.pictures import Pictures

ROOT = Path(__file__).parents[2]
AXE = ROOT / "packages/web/node_modules/axe-core/axe.min.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_TELL_POLICY = """
    addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
_DRAWN = "body:not(:has([data-chart]:not([data-points]))):not(:has([data-grid]:not([data-laid])))"


@dataclass
class Visit:
    """A browser window of its own; `complaints` has whatever went wrong, or left this machine."""

    context: BrowserContext
    site: str
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> Page:
        """Open a page, and wait until its charts are drawn."""
        page = await self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._note_request(request.url))
        await page.goto(self.site + path)
        await page.locator(_DRAWN).wait_for()
        return page

    def _note_request(self, url: str) -> None:
        if not url.startswith((f"{self.site}/", "data:", "blob:")):
            self.complaints.append(f"asked for {url}")


@asynccontextmanager
async def visiting(
    browser: Browser,
    site: str,
    size: str = "desktop",
    **options: Any,  # noqa: ANN401 - as Playwright has them
) -> AsyncGenerator[Visit]:
    """Open a window of this size, and close it."""
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="en-US", **options
    )
    await context.add_init_script(_TELL_POLICY)
    try:
        yield Visit(context, site)
    finally:
        await context.close()


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Return a browser that stays at home."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium; `scripts/system-packages` installs it where that is allowed")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def site_and_share() -> Iterator[tuple[str, str]]:
    """Return where a site with the sample listens, and what opens its share link."""
    with serving() as found:
        yield found


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, str]]:
    """Serve a site, and tell where it listens and what opens its share link."""
    pipe = subprocess.PIPE
    program = [sys.executable, "-m", "tests.browser.site", *options]
    with subprocess.Popen(program, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        address, share = process.stdout.readline().split()
        yield address, share


@pytest.fixture(scope="session")
def site(site_and_share: tuple[str, str]) -> str:
    """Return where a site with the sample listens."""
    return site_and_share[0]


@pytest.fixture
async def visit(browser: Browser, site: str) -> AsyncGenerator[Visit]:
    """Return a window of a desktop, in which nothing may go wrong."""
    async with visiting(browser, site) as one:
        yield one
        assert one.complaints == []


@pytest.fixture(scope="session")
async def pictures(browser: Browser, request: pytest.FixtureRequest) -> AsyncGenerator[Pictures]:
    """Return what compares screenshots with goldens."""
    update = bool(request.config.getoption("--golden-update"))
    async with await browser.new_context() as context:
        yield await Pictures.of(await context.new_page(), ROOT / "tests/golden/browser", update=update)


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script that finds what people with a screen reader, or little sight, cannot use."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: the build of ballast-web puts it into node_modules")
    return AXE.read_text("utf-8")


async def grave_faults(page: Page, axe: str, *rules: str) -> list[str]:
    """Return what axe calls serious or critical, by all its rules unless some are named."""
    await page.evaluate(axe)
    asked = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = await page.evaluate("(asked) => axe.run(asked)", asked)
    return [
        f"{one['id']}: {json.dumps([node['target'] for node in one['nodes'][:3]])}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
