"""The command palette finds what there is, gives the focus back, and tells a screen reader all of it."""

import pytest
from playwright.async_api import Page
from tests.browser.conftest import Visit


async def search(page: Page, words: str) -> list[str]:
    """Open the palette, type, and return what is found."""
    await page.keyboard.press("Control+k")
    await page.get_by_role("option", name="Compare").wait_for()
    await page.keyboard.type(words)
    return [await one.inner_text() for one in await page.locator(".palette li span").all()]


@pytest.mark.parametrize(
    ("words", "first", "leads_to"),
    [
        ("pine hold", "naz100_pine: Holdings", "/models/naz100_pine/holdings"),
        ("sp500_hma", "sp500_hma", "/models/sp500_hma"),
        ("comp", "Compare", "/compare"),
        ("ingest", "Ingest", "/ingest"),
        ("account", "Account", "/account"),
        ("pine mo", "naz100_pine: Months", "/models/naz100_pine/months"),
        ("tokens", "Tokens", "/account/tokens"),
    ],
)
async def test_words_find_a_page(visit: Visit, words: str, first: str, leads_to: str) -> None:
    page = await visit.open("/")
    assert (await search(page, words))[0] == first
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{leads_to}")


async def test_a_theme_is_chosen_and_the_switch_knows(visit: Visit) -> None:
    page = await visit.open("/findings")
    assert (await search(page, "theme dark")) == ["Theme: dark"]
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.documentElement.className") == "dark"
    await page.get_by_role("button", name="Theme: dark. Change it.").wait_for()


async def test_escape_gives_the_focus_back(visit: Visit) -> None:
    page = await visit.open("/findings")
    await page.get_by_role("link", name="Compare", exact=True).focus()
    await search(page, "pine")
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.textContent.trim()") == "Compare"
    assert await page.evaluate("document.querySelector('.palette').open") is False


async def test_a_screen_reader_hears_what_is_found_and_chosen(visit: Visit) -> None:
    page = await visit.open("/findings")
    await search(page, "pine drawd")
    box = page.get_by_role("combobox", name="Find a page, a model or an action")
    assert await box.get_attribute("aria-expanded") == "true"
    assert await box.get_attribute("aria-controls") == await page.get_by_role("listbox").get_attribute("id")
    await page.keyboard.press("ArrowDown")
    chosen = page.locator(".palette").get_by_role("option", selected=True)
    assert await box.get_attribute("aria-activedescendant") == await chosen.get_attribute("id")
    assert await page.get_by_role("status").inner_text() == "2 found"
    await page.keyboard.type("xyz")
    assert await page.get_by_role("status").inner_text() == "Nothing found"
    assert await box.get_attribute("aria-expanded") == "false"
