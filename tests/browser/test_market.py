"""Pages about market data: on a desk by day, on a phone by night; and a hole that a click mends."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.conftest import SIZES, Visit, grave_faults, serving, visiting
from tests.browser.pictures import TALLEST, Pictures
from tests.browser.site import HOLED

PAGES = {
    "market": "/market?period=1y",
    "market-symbol": f"/market/symbols/{HOLED}",
    "market-universe": "/market/universe",
    "market-indicators": "/market/indicators",
    "market-indicator": "/market/indicators/DGS10",
    "market-news": "/market/news",
    "market-events": "/market/events",
    "market-findings": "/market/findings",
    "market-runs": "/market/runs",
    "market-run": "/market/runs/{run}",
    "market-schedules": "/market/schedules",
}
SEEN: dict[str, Literal["light", "dark"]] = {"desktop": "light", "phone": "dark"}
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """() => [...document.querySelectorAll("main :is(button, select, summary, input)")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => one.type !== "hidden" && !one.closest(".unseen"))
    .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect().height])
    .filter(([, high]) => high > 0 && high < 44)
    .map(([one, high]) => `${one.localName} ${one.name} ${one.textContent.trim().slice(0, 30)}: ${high}`)"""
HOLE = f"button[name=hole][value='{HOLED} 2026-02 2026-02']"


@dataclass(frozen=True)
class Seen:
    """What is wrong with a page, besides how it looks."""

    complaints: list[str]
    faults: list[str]
    too_wide: int
    small: list[str]


@pytest.mark.parametrize("size", SEEN)
@pytest.mark.parametrize("name", PAGES)
async def test_it_looks_as_it_did_and_nothing_goes_wrong(
    browser: Browser, site: str, pictures: Pictures, axe: str, name: str, size: str
) -> None:
    async with visiting(browser, site, size, color_scheme=SEEN[size], reduced_motion="reduce") as visit:
        page = await visit.open(await address_of(visit, name))
        await page.locator("body:not(:has([data-awaits]))").wait_for()
        screenshot = await _screenshot(page)
        small = await page.evaluate(_SMALL) if size == "phone" else []
        seen = Seen(visit.complaints, await grave_faults(page, axe), await page.evaluate(_TOO_WIDE), small)
    assert seen == Seen([], [], min(seen.too_wide, 0), [])
    assert await pictures.differences(f"{name}-{size}-{SEEN[size]}", screenshot, SIZES[size][0]) == ""


async def test_arrow_keys_lead_from_hole_to_hole(visit: Visit) -> None:
    page = await visit.open("/market")
    first = page.locator(".matrix td button").first
    await first.focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".matrix td button").nth(1)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".matrix tbody tr").nth(1).locator("button:focus")).to_have_count(1)


async def test_without_a_script_a_hole_is_a_button_of_a_form(browser: Browser, site: str) -> None:
    async with visiting(browser, site, java_script_enabled=False) as plain:
        page = await plain.context.new_page()
        await page.goto(f"{site}/market?period=1y&symbol={HOLED}")
        await expect(page.locator(HOLE)).to_be_visible()
        await expect(page.get_by_role("row", name=HOLED)).to_be_visible()


@pytest.fixture
async def own(browser: Browser) -> AsyncGenerator[Visit]:
    """Return a window on a site of its own: others look at what jobs and runs there are."""
    with serving() as (site, _):
        async with visiting(browser, site) as one:
            yield one
            assert one.complaints == []


async def test_a_click_on_a_hole_fills_it_while_one_looks(own: Visit) -> None:
    page = await own.open(f"/market?period=1y&symbol={HOLED}")
    await page.locator(HOLE).click()
    strip = page.locator("#live .strip")
    await expect(strip).to_contain_text(f"Back-fill 2026-02-01 to 2026-02-28 of {HOLED}")
    await expect(page.locator(HOLE)).to_have_count(0)
    await expect(strip.get_by_role("link", name="What it did")).to_be_visible()
    await strip.get_by_role("link", name="What it did").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("2026-02-01")
    await expect(page.locator("caption .tag")).to_have_text("done")


async def address_of(visit: Visit, name: str) -> str:
    """Return where a page is; it may name the newest run."""
    path = PAGES[name]
    if "{run}" not in path:
        return path
    answer = await visit.context.request.get(f"{visit.site}/api/v1/pipelines/runs")
    return path.format(run=(await answer.json())["runs"][0]["id"])


async def _screenshot(page: Page) -> bytes:
    size = page.viewport_size
    assert size
    tall = await page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0.0, "y": 0.0, "width": float(size["width"]), "height": float(min(tall, TALLEST))}
    return await page.screenshot(full_page=True, clip=clip, animations="disabled")
