"""On a phone, what is touched is large enough for a finger."""

import pytest
from playwright.async_api import Browser
from tests.browser.conftest import visiting
from tests.browser.test_pages import PAGES, address_of

_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest(".unseen, .skip, .palette"))
    .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect().height])
    .filter(([one, high]) => high > 0 && high < (one.matches("a:not(.tag, td > a, th > a)") ? 24 : 44))
    .map(([one, high]) => `${one.localName} ${one.textContent.trim().slice(0, 30)}: ${high}`)"""


@pytest.mark.parametrize("name", PAGES)
async def test_links_are_at_least_24_pixels_tall_and_what_is_pressed_is_44(
    browser: Browser, site_and_share: tuple[str, str], name: str
) -> None:
    site, share = site_and_share
    async with visiting(browser, site, "phone") as visit:
        page = await visit.open(await address_of(visit, name, share))
        assert await page.evaluate(_SMALL) == []
