"""What a page does when it is used: by keys, by a touch of its buttons, and without any script."""

import asyncio
import io
import re
from pathlib import Path

import httpx
import pyarrow.parquet
import pytest
from playwright.async_api import Browser, Page
from tests.browser.conftest import Visit, grave_faults, visiting

PINE = "/models/naz100_pine"


async def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    return str(await page.evaluate("document.activeElement.textContent.trim()"))


async def light_of(page: Page, part: str) -> float:
    """Return how light a color of the page is, from 0 to 255; paper that is not printed on is white."""
    color = str(await page.evaluate(f"getComputedStyle(document.body).{part}"))
    red, green, blue, *opacity = (float(one) for one in re.findall(r"[\d.]+", color))
    return 255.0 if opacity == [0.0] else (red + green + blue) / 3


async def downloaded(page: Page, name: str) -> Path:
    """Press a button or link of the first chart, and return the file that comes of it."""
    async with page.expect_download() as coming:
        await page.locator("figure.chart").first.get_by_text(name, exact=True).click()
    return Path(await (await coming.value).path())


@pytest.mark.parametrize("keys", ["/", "Control+k"])
async def test_the_palette_leads_to_a_page_by_keys_alone(visit: Visit, keys: str) -> None:
    page = await visit.open("/")
    await page.keyboard.press(keys)
    await page.get_by_role("option").first.wait_for()
    await page.keyboard.type("pine months")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/models/naz100_pine/months")


async def test_the_palette_is_for_everybody(visit: Visit, axe: str) -> None:
    page = await visit.open("/")
    await page.keyboard.press("/")
    await page.get_by_role("option").first.wait_for()
    assert await grave_faults(page, axe) == []
    await page.keyboard.press("Escape")
    assert await page.get_by_role("option").first.is_hidden()


async def test_tab_goes_past_the_places_in_their_order(visit: Visit) -> None:
    page = await visit.open("/findings")
    order: list[str] = []
    for _ in range(10):
        await page.keyboard.press("Tab")
        order.append(await focused(page))
    places = ["Models", "Trades", "Market", "Compare", "Ingest", "Jobs", "Findings", "Account"]
    assert order == ["Skip to the content", "Ballast", *places]


async def test_the_first_link_skips_to_the_content(visit: Visit) -> None:
    page = await visit.open("/")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.locator("main:focus").wait_for()


async def test_the_theme_that_was_chosen_stays(visit: Visit) -> None:
    page = await visit.open("/")
    switch = page.locator("[data-theme-switch]")
    await switch.click()
    await switch.click()
    assert await light_of(page, "backgroundColor") < 50
    await page.goto(f"{visit.site}/compare")
    assert await light_of(page, "backgroundColor") < 50


async def test_a_chart_leaves_as_a_picture_and_as_files(visit: Visit) -> None:
    page = await visit.open(PINE)
    assert (await downloaded(page, "PNG")).read_bytes().startswith(b"\x89PNG\r\n")
    assert (await downloaded(page, "CSV")).read_text("utf-8").startswith("day,base,return,drawdown")
    table = pyarrow.parquet.read_table(io.BytesIO((await downloaded(page, "Parquet")).read_bytes()))
    assert table.column_names[:2] == ["day", "base"]


async def test_a_table_stands_behind_a_chart(visit: Visit) -> None:
    page = await visit.open(PINE)
    chart = page.locator("figure.chart").first
    await chart.get_by_text("Show as table").click()
    await chart.get_by_role("row").nth(10).wait_for()


async def test_a_period_is_in_the_address_and_the_way_back_leads_out_of_it(visit: Visit) -> None:
    page = await visit.open(PINE)
    await page.get_by_role("link", name="1y", exact=True).click()
    await page.wait_for_url("**?period=1y")
    await page.reload()
    assert await page.get_by_role("link", name="1y", exact=True).get_attribute("aria-current") == "true"
    await page.go_back()
    await page.wait_for_url(f"**{PINE}")


async def test_an_ingest_is_started_followed_and_told(visit: Visit) -> None:
    page = await visit.open("/ingest")
    await page.get_by_label("naz100_pine").check()
    await page.get_by_role("button", name="Dry run").click()
    await page.get_by_role("heading", name="Dry run").wait_for()
    await page.get_by_text("naz100_pine: nothing new").wait_for()


async def test_a_page_that_shows_an_ingest_polls_until_it_ends(visit: Visit) -> None:
    told = asyncio.Event()

    async def running(route: object) -> None:
        answer = await route.fetch()  # type: ignore[attr-defined]  # Playwright's Route
        text = await answer.text()
        if not told.is_set():
            live = '<section id="live" hx-get="/ingest/live" hx-trigger="every 500ms"></section>'
            text = text.replace('<form class="panel choose"', f'{live}<form class="panel choose"')
        told.set()
        await route.fulfill(response=answer, body=text)  # type: ignore[attr-defined]

    await visit.context.route("**/ingest", running)
    page = await visit.open("/ingest")
    await page.locator("#live").wait_for(state="detached")


async def test_without_a_script_tables_and_links_are_there(browser: Browser, site: str) -> None:
    async with visiting(browser, site, java_script_enabled=False) as bare:
        page = await bare.context.new_page()
        await page.goto(f"{site}{PINE}/months")
        assert "2026" in await page.get_by_role("table").first.inner_text()
        await page.get_by_role("link", name="Holdings", exact=True).click()
        assert await page.get_by_role("table").first.get_by_role("row").count() > 3
        await page.goto(f"{site}/ingest")
        await page.get_by_role("button", name="Dry run").click()
        await page.get_by_role("heading", name="Dry run").wait_for()
        assert bare.complaints == []


async def test_a_page_is_printed_in_black_on_white(visit: Visit) -> None:
    page = await visit.open(PINE)
    await page.emulate_media(media="print", color_scheme="dark")
    assert await light_of(page, "backgroundColor") == 255
    assert await light_of(page, "color") < 50
    assert await page.get_by_role("navigation", name="Places").is_hidden()


async def test_a_phone_can_put_it_on_its_home_screen(visit: Visit) -> None:
    page = await visit.open("/")
    told = await page.locator("link[rel=manifest]").get_attribute("href")
    address = httpx.URL(visit.site).join(str(told))
    manifest = await (await visit.context.request.get(str(address))).json()
    assert manifest["display"] == "standalone"
    assert address.join(manifest["start_url"]).path == "/"
    for icon in manifest["icons"]:
        assert (await visit.context.request.get(str(address.join(icon["src"])))).ok, icon
