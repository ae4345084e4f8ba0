"""Every screen as it was, at three sizes: what a person reads, cell by cell, kept as text."""

from collections.abc import Callable

import pytest
from tests.in_memory import Bench
from tests.unit.tui.conftest import shown

from ballast_tui.look import FEW_COLORS, Look

SIZES = {"80x24": (80, 24), "120x36": (120, 36), "200x60": (200, 60)}
SCREENS: dict[str, tuple[str, ...]] = {
    "models": (),
    "model-chart": ("enter",),
    "model-chart-overlay": ("enter", "s", "j", "j", "j", "enter", "L"),
    "model-holdings": ("enter", "l", "left_square_bracket"),
    "model-ranks": ("enter", "l", "l"),
    "model-months": ("enter", "l", "l", "l"),
    "model-drawdowns": ("enter", "h", "h"),
    "model-measures": ("enter", "h"),
    "compare": ("2",),
    "ingest": ("3", "d"),
    "findings": ("4",),
    "finding": ("4", "j", "enter"),
    "runs": ("5",),
    "run": ("5", "enter"),
    "trades": ("6",),
    "trades-file": ("6", "j", "enter"),
    "trades-equity": ("6", "l"),
    "trades-position": ("6", "l", "s", "j", "j", "j", "j", "enter", "w", "j", "enter"),
    "trades-metrics": ("6", "h"),
    "jobs": ("7",),
    "market": ("8",),
    "market-symbol": ("8", "j", "enter"),
    "help": ("question_mark",),
    "series": ("enter", "s"),
}
PLAIN = Look(theme=FEW_COLORS, few_colors=True, plain=True, low_bandwidth=True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_is_as_it_was(
    bench: Bench, golden: Callable[[str, str], None], screen: str, size: str
) -> None:
    async with shown(bench.open, size=SIZES[size]) as terminal:
        await terminal.press(*SCREENS[screen])
        golden(f"tests/golden/tui/{screen}-{size}.txt", terminal.text())


@pytest.mark.parametrize("screen", ["models", "model-chart", "compare", "trades", "trades-equity"])
async def test_a_plain_screen_is_as_it_was(
    bench: Bench, golden: Callable[[str, str], None], screen: str
) -> None:
    async with shown(bench.open, PLAIN) as terminal:
        await terminal.press(*SCREENS[screen])
        golden(f"tests/golden/tui/{screen}-plain-80x24.txt", terminal.text())
