"""The page of coverage: ten years of 153 symbols in PostgreSQL, until its matrix is on the screen."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, BrowserContext
from tests.benchmarks.board import Board
from tests.benchmarks.browser import a_window, browsing
from tests.benchmarks.conftest import Shell
from tests.benchmarks.test_answers import serving
from tests.servers import tidy

SYMBOLS, YEARS, ROUNDS = 153, 10, 7
STEPS = "economic_data,news_sentiment,event_data,data_quality"
FIRST_BYTE = "performance.getEntriesByType('navigation')[0].responseStart"
# The matrix is parsed, a frame has been made of it, and the browser came to something else.
PAINTED = """
const isThere = () => document.readyState !== "loading" && document.querySelector("[data-matrix]");
const look = () => {
  if (!isThere()) return requestAnimationFrame(look);
  const told = () => (document.documentElement.dataset.painted = performance.now());
  requestAnimationFrame(() => setTimeout(told));
};
requestAnimationFrame(look);
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def stored(home: Path, ground: Path, server: str) -> Iterator[str]:
    """Return host and port of a server whose database has ten years of bars."""
    shell, file = Shell(home, ground), ground / "instruments.csv"
    rows = (f"Q{at:03},Company {at},stock,Technology" for at in range(SYMBOLS))
    file.write_text("\n".join(["symbol,name,kind,sector", *rows]), "utf-8")
    shell.ballast("market", "universe", "import", str(file))
    shell.ballast("market", "backfill", f"--days={YEARS * 366}", f"--skip-steps={STEPS}")
    with ThreadPoolExecutor() as aside:  # where no loop runs, as one does beside a browser
        aside.submit(asyncio.run, tidy(server)).result()
    with serving(shell) as host:
        yield host


def loaded_s(window: BrowserContext, host: str) -> tuple[float, float]:
    """Load the page in a tab of its own; return the seconds to its first byte, and to its painted matrix."""
    tab = window.new_page()
    tab.add_init_script(PAINTED)
    tab.goto(f"http://{host}/market", wait_until="commit")
    tab.wait_for_selector("html[data-painted]")
    assert tab.locator("[data-matrix] tbody tr").count() == SYMBOLS
    first = float(tab.evaluate(FIRST_BYTE)) / 1000
    painted = float(str(tab.locator("html").get_attribute("data-painted"))) / 1000
    tab.close()
    return first, painted


def test_coverage_of_153_symbols_over_ten_years_is_painted_in_700_ms(
    board: Board, chromium: Browser, stored: str
) -> None:
    window = a_window(chromium)
    first, painted = zip(*(loaded_s(window, stored) for _ in range(ROUNDS)), strict=True)
    window.close()
    work = f"coverage page of {SYMBOLS} symbols over ten years"
    board.note(f"{work}, first visit", painted[0])
    board.note(f"{work}, first byte", median(first))
    assert board.within(f"{work}, to paint", median(painted), 0.7)
