"""Every page, on a desk and on a phone, light and dark: it looks as it did, and nothing goes wrong."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, cast

import pytest
from playwright.async_api import Browser, Page
from tests.browser.conftest import SIZES, Visit, grave_faults, visiting
from tests.browser.pictures import TALLEST, Pictures

type Theme = Literal["light", "dark"]

PINE, META = "/models/naz100_pine", "/models/naz100_sp500_abacus"
PAGES = {
    "home": "/",
    "model": PINE,
    "overlay": f"{PINE}?series=traded",
    "measures": f"{PINE}/measures",
    "measure": f"{PINE}/measures/sortino_252",
    "drawdowns": f"{PINE}/drawdowns",
    "months": f"{PINE}/months",
    "rolling": f"{PINE}/rolling",
    "signal": f"{PINE}/signal",
    "holdings": f"{META}/holdings",
    "trades": f"{META}/trades",
    "ranks": f"{PINE}/ranks",
    "backtest": f"{META}/backtest",
    "plots": f"{PINE}/plots",
    "findings-of-model": f"{PINE}/findings",
    "findings": "/findings",
    "compare": "/compare?models=naz100_pine,sp500_hma&benchmark=naz100_pine:buy_and_hold",
    "ingest": "/ingest",
    "run": "/ingest/runs/{run}",
    "account": "/account",
    "tokens": "/account/tokens",
    "shares": "/account/shares",
    "audit": "/account/audit",
    "shared": "/shared/{share}",
    "shared-model": "/shared/{share}" + PINE,
    "problem": "/models/nothing",
    "all-trades": "/trades",
    "trades-by-file": "/trades?per=file&curve=account&fall=intraday&spikes=true&symbols=MNQ,MES",
    "trades-metrics": "/trades/metrics",
    "trades-months": "/trades/months",
    "trades-correlations": "/trades/correlations",
    "trades-excursions": "/trades/excursions",
    "trades-cta": "/trades/cta",
    "trades-costs": "/trades/costs?commission=1&slippage=2",
    "trades-risk": "/trades/risk?job={jobs[3]}",
    "trades-sizing": "/trades/sizing",
    "trades-contracts": "/trades/sizing?job={jobs[2]}",
    "trades-weights": "/trades/sizing?job={jobs[1]}",
    "trades-frontier": "/trades/sizing?job={jobs[0]}",
    "trades-figures": "/trades/figures",
    "trades-figure": "/trades/figures/sharpe",
    "trades-files": "/trades/files",
    "trades-file": "/trades/files/{file}",
    "jobs": "/jobs",
    "job": "/jobs/{jobs[0]}",
}
OF_COLOR: dict[Theme, tuple[str, ...]] = {"light": (), "dark": ("color-contrast",)}  # all else is the same
_BLANK = """() => [...document.querySelectorAll("[data-chart]")].filter((figure) => {
    const canvas = figure.querySelector("canvas");
    if (!canvas || !canvas.width) return true;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let at = 3; at < data.length; at += 4) painted += data[at] > 0;
    return painted < data.length / 4 / 500;
}).map((figure) => figure.dataset.chart)"""
_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest(".unseen, .skip, .palette"))
    .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect().height])
    .filter(([one, high]) => high > 0 && high < (one.matches("a:not(.tag, td > a, th > a)") ? 24 : 44))
    .map(([one, high]) => `${one.localName} ${one.textContent.trim().slice(0, 30)}: ${high}`)"""
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Seen:
    """What one visit of a page brought to light, by theme where that may differ."""

    name: str
    size: str
    screenshots: dict[Theme, bytes]
    faults: dict[Theme, list[str]]
    complaints: list[str]
    blank: list[str]
    too_wide: int
    too_small: list[str]


@pytest.fixture(scope="module", params=[(name, size) for name in PAGES for size in SIZES], ids="-".join)
async def seen(
    request: pytest.FixtureRequest, browser: Browser, site_and_share: tuple[str, str], axe: str
) -> AsyncGenerator[Seen]:
    """Visit a page once, for all that is asked about it."""
    name, size = cast("tuple[str, str]", request.param)
    site, share = site_and_share
    async with visiting(browser, site, size, color_scheme="light", reduced_motion="reduce") as visit:
        page = await visit.open(await address_of(visit, name, share))
        screenshots, faults = {}, {}
        for theme, rules in OF_COLOR.items():
            await page.emulate_media(color_scheme=theme)
            screenshots[theme] = await _screenshot(page)
            faults[theme] = await grave_faults(page, axe, *rules)
        blank, too_wide, too_small = [await page.evaluate(one) for one in (_BLANK, _TOO_WIDE, _SMALL)]
        yield Seen(name, size, screenshots, faults, visit.complaints, blank, too_wide, too_small)


@pytest.mark.parametrize("theme", OF_COLOR)
async def test_it_looks_as_it_did(seen: Seen, pictures: Pictures, theme: Theme) -> None:
    name = f"{seen.name}-{seen.size}-{theme}"
    assert await pictures.differences(name, seen.screenshots[theme], SIZES[seen.size][0]) == ""


@pytest.mark.parametrize("theme", OF_COLOR)
def test_axe_finds_nothing_serious(seen: Seen, theme: Theme) -> None:
    assert seen.faults[theme] == []


def test_nothing_goes_wrong_and_nothing_comes_from_elsewhere(seen: Seen) -> None:
    missing = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert seen.complaints == (missing if seen.name == "problem" else [])


def test_every_chart_is_drawn(seen: Seen) -> None:
    assert seen.blank == []


def test_it_is_no_wider_than_the_screen(seen: Seen) -> None:
    assert seen.too_wide <= 0


def test_on_a_phone_links_are_24_pixels_tall_and_what_is_pressed_is_44(seen: Seen) -> None:
    assert seen.too_small == [] or seen.size == "desktop"


async def address_of(visit: Visit, name: str, share: str) -> str:
    """Return where a page is: it may name the latest run, the jobs, the newest first, a file of trades."""
    path, found = PAGES[name], {}
    for kind in ("runs", "jobs", "files"):
        if f"{{{kind.removesuffix('s')}" in path:
            answer = await visit.context.request.get(f"{visit.site}/api/v1/{kind}")
            found[kind] = [one["id"] for one in (await answer.json())[kind]]
    newest = {kind.removesuffix("s"): ids[0] for kind, ids in found.items()}
    return path.format(share=share, **found, **newest)


async def _screenshot(page: Page) -> bytes:
    size = page.viewport_size
    assert size
    tall = await page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0.0, "y": 0.0, "width": float(size["width"]), "height": float(min(tall, TALLEST))}
    return await page.screenshot(full_page=True, clip=clip, animations="disabled")
