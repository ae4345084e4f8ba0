"""Tables leave as pictures: what is in them, and how large they are."""

import asyncio
import struct
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page
from tests.browser.conftest import SIZES, visiting

PINE, META = "/models/naz100_pine", "/models/naz100_sp500_abacus"
TABLES = {
    "months": (f"{PINE}/months", "naz100_pine-returns-by-month.png"),
    "holdings": (f"{META}/holdings", "naz100_sp500_abacus-holdings-of-"),
    "measures": (f"{PINE}/measures", "naz100_pine-growth.png"),
    "findings": (f"{PINE}/findings", "naz100_pine-"),
    "compare": ("/compare?models=naz100_pine,sp500_hma", "compare-measures-"),
}
_COLORS = """async (content) => {
    const bytes = Uint8Array.from(atob(content), (mark) => mark.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(0, 0, picture.width, picture.height);
    return { corner: [...data.slice(0, 4)], seen: new Set(new Uint32Array(data.buffer)).size };
}"""


async def picture_of(page: Page, button: Locator) -> tuple[str, bytes]:
    """Press a button, and return the name and the bytes of the picture that comes of it."""
    async with page.expect_download() as coming:
        await button.click()
    download = await coming.value
    file = Path(await download.path())
    return download.suggested_filename, await asyncio.to_thread(file.read_bytes)


def size_of(picture: bytes) -> tuple[int, int]:
    """Return the width and the height of a PNG."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("table", TABLES)
async def test_a_table_leaves_as_a_picture_of_all_of_it(
    browser: Browser, site: str, table: str, size: str
) -> None:
    path, name = TABLES[table]
    async with visiting(browser, site, size, color_scheme="dark") as visit:
        page = await visit.open(path)
        drawn = page.locator("figure.grid").first
        called, picture = await picture_of(page, drawn.locator("[data-picture]"))
        assert called.startswith(name)
        width, height = size_of(picture)
        box = await drawn.locator("table").evaluate("({ offsetWidth: w, offsetHeight: h }) => [w, h]")
        assert width >= 2 * (box[0] - 40)
        assert height >= 2 * box[1]
        colors = await page.evaluate(_COLORS, b64encode(picture).decode())
        assert colors["corner"] == [22, 29, 35, 255]  # the night's card
        assert colors["seen"] > 20
        assert visit.complaints == []


async def test_a_picture_is_the_same_wherever_the_table_was_scrolled_to(browser: Browser, site: str) -> None:
    async with visiting(browser, site, "phone") as visit:
        page = await visit.open(f"{PINE}/months")
        button = page.locator("figure.grid [data-picture]").first
        _, before = await picture_of(page, button)
        scrolled = page.locator("figure.grid .scroll").first
        await scrolled.evaluate("one => { one.scrollLeft = 300 }")
        _, after = await picture_of(page, button)
        assert after == before
        assert await scrolled.evaluate("one => one.scrollLeft") == 300
        assert visit.complaints == []


async def test_the_switches_leave_as_a_picture(browser: Browser, site: str) -> None:
    async with visiting(browser, site) as visit:
        page = await visit.open("/")
        _, picture = await picture_of(page, page.locator(".timeline > .exports [data-picture]"))
        assert (await page.evaluate(_COLORS, b64encode(picture).decode()))["seen"] > 20
        assert visit.complaints == []


async def test_without_a_script_nothing_offers_a_picture(browser: Browser, site: str) -> None:
    async with visiting(browser, site, java_script_enabled=False) as bare:
        page = await bare.context.new_page()
        await page.goto(f"{site}{PINE}/months")
        assert await page.get_by_role("link", name="CSV").first.is_visible()
        assert await page.get_by_role("button", name="PNG").first.is_hidden()
