"""Trade lists in the browser: from files that are dropped to weights, and out again."""

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect
from tests.browser.conftest import Visit, serving, visiting

from ballast_adapters.sample.workbooks_demo import sample_workbooks

DAYS = 400
DRAWN = "body:not(:has([data-chart]:not([data-points])))"
_DROP = """(zone, { name, content }) => {
    const bytes = Uint8Array.from(atob(content), (mark) => mark.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
}"""


@pytest.fixture(scope="module")
def workbooks() -> list[FilePayload]:
    """Return the sample's workbooks as a person chooses them."""
    made = sample_workbooks(days=DAYS).items()
    return [FilePayload(name=name, mimeType="", buffer=content) for name, content in made]


@pytest.fixture
def bare() -> Iterator[str]:
    """Return where a site without any file listens."""
    with serving("bare") as (address, _):
        yield address


@pytest.fixture
async def fresh(browser: Browser, bare: str) -> AsyncGenerator[Visit]:
    """Return a window on a site without any file, in which nothing may go wrong."""
    async with visiting(browser, bare, reduced_motion="reduce") as one:
        yield one
        assert one.complaints == []


async def choose(page: Page, files: list[FilePayload]) -> None:
    """Choose files, as the dialog of the system would."""
    await page.locator("input[type=file]").set_input_files(files)


async def test_the_way_of_a_portfolio_from_upload_to_weights_and_out_again(
    fresh: Visit, workbooks: list[FilePayload]
) -> None:
    page = await fresh.open("/trades")
    await choose(page, workbooks[:2])
    await expect(page.locator(".outcomes .added")).to_have_count(2)
    await page.locator(".places").get_by_role("link", name="Trades").click()
    await expect(page.locator("#said")).to_contain_text("All 2 files, long and short")
    await page.locator(DRAWN).wait_for()
    for title in ("Equity", "Drawdown", "Net position", "Margin and purchasing power"):
        drawn = page.locator(f"figure[data-name='{title}']")
        assert int(await drawn.get_attribute("data-points") or 0) > 10

    await page.get_by_label("Short", exact=True).check()
    await page.wait_for_url("**direction=short**")
    await expect(page.locator("#said")).to_contain_text("short only")
    await page.get_by_label("All", exact=True).check()
    await expect(page.locator("#said")).to_contain_text("long and short")
    await page.get_by_role("link", name="Metrics").click()
    await expect(page.locator("[data-grid]")).to_have_attribute("data-laid", "3")
    await expect(page.get_by_role("gridcell", name="Portfolio")).to_be_visible()

    await page.get_by_role("link", name="Sizing").click()
    await page.get_by_role("button", name="Find weights").click()
    await expect(page.get_by_role("region", name="Weights")).to_contain_text("%", timeout=60_000)

    await page.get_by_role("link", name="Files").click()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="All trades as CSV").click()
    exported = await asyncio.to_thread(Path(await (await coming.value).path()).read_bytes)
    await page.get_by_label("keep both").check()
    await choose(page, [FilePayload(name="trades.csv", mimeType="text/csv", buffer=exported)])
    await expect(page.locator(".outcomes .added")).to_have_count(2)
    await expect(page.locator("#files caption")).to_have_text("4 files")


async def test_many_files_that_are_dropped_are_read_by_a_job(
    fresh: Visit, workbooks: list[FilePayload]
) -> None:
    page = await fresh.open("/trades/files")
    await choose(page, workbooks)
    await page.wait_for_url("**/trades/files?job=*")
    await expect(page.locator(".outcomes .added")).to_have_count(len(workbooks))


async def test_a_file_is_dropped_and_one_of_the_same_strategy_is_asked_about(fresh: Visit) -> None:
    page = await fresh.open("/trades/files")
    for days, outcome in ((200, "added"), (300, "refused")):
        name, content = next(iter(sample_workbooks(days=days).items()))
        dropped = {"name": name, "content": b64encode(content).decode()}
        await page.locator("[data-drop]").evaluate(_DROP, dropped)
        await expect(page.locator(f".outcomes .{outcome}")).to_have_count(1)
    await page.get_by_role("button", name="Replace").click()
    await expect(page.locator(".outcomes .replaced")).to_have_count(1)
    await expect(page.locator("#files caption")).to_have_text("1 file")


async def test_what_is_no_list_says_why(fresh: Visit) -> None:
    page = await fresh.open("/trades/files")
    await choose(page, [FilePayload(name="notes.xlsx", mimeType="", buffer=b"PK\x03\x04 no workbook")])
    await expect(page.locator(".outcomes .refused .why")).not_to_be_empty()


async def test_a_choice_keeps_the_keyboard_where_it_was(visit: Visit) -> None:
    page = await visit.open("/trades?per=symbol")
    file = page.locator("#choose-files input").first
    await file.focus()
    await page.keyboard.press("Space")
    await page.wait_for_url(re.compile("files=.*per=symbol"))
    await expect(page.locator("#said")).to_contain_text("4 of 5 files")
    await expect(page.locator("#choose-files input").first).to_be_focused()
    await page.locator(DRAWN).wait_for()
    await page.go_back()
    await expect(page.locator("#said")).to_contain_text("All 5 files")


async def test_tabs_keep_the_selection(visit: Visit) -> None:
    page = await visit.open("/trades?symbols=MNQ")
    for name in ("Months", "Correlations", "CTA", "Overview"):
        await page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name=name).click()
        await expect(page.locator("#said")).to_contain_text("2 of 5 files")
        await page.locator(DRAWN).wait_for()


async def test_without_a_script_the_form_selects(browser: Browser, site: str) -> None:
    async with visiting(browser, site, java_script_enabled=False) as plain:
        page = await plain.context.new_page()
        await page.goto(f"{site}/trades")
        await page.get_by_label("Long", exact=True).check()
        await page.get_by_role("button", name="Show").click()
        await page.wait_for_url("**direction=long")
        assert "long only" in await page.locator("#said").inner_text()


async def test_on_a_phone_the_selection_is_a_sheet_that_opens(browser: Browser, site: str) -> None:
    async with visiting(browser, site, "phone", reduced_motion="reduce") as visit:
        page = await visit.open("/trades")
        await expect(page.locator("#selection")).to_be_hidden()
        await page.get_by_role("button", name="Change selection").click()
        await page.get_by_label("Long", exact=True).check()
        await expect(page.locator("#said")).to_contain_text("long only")
        await page.get_by_role("button", name="Close the selection").click()
        await expect(page.locator("#selection")).to_be_hidden()
        assert visit.complaints == []


async def test_charts_share_their_zoom(visit: Visit) -> None:
    page = await visit.open("/trades")
    last = page.locator("figure[data-group] canvas").last
    before = await last.evaluate("canvas => canvas.toDataURL()")
    first = page.locator("figure[data-group] .canvas").first
    await first.scroll_into_view_if_needed()
    box = await first.bounding_box()
    assert box
    y = box["y"] + box["height"] - 15
    await page.mouse.move(box["x"] + 78, y)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] / 2, y, steps=8)
    await page.mouse.up()
    await page.wait_for_url("**zoom=**")
    assert await last.evaluate("canvas => canvas.toDataURL()") != before
