"""A Ballast in memory on a terminal of a given size, driven by keys."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.in_memory import Bench, bench_of
from textual.pilot import Pilot

from ballast_adapters.sample import sample_files, sample_workbooks
from ballast_core.market import ImportSpec, Mode, UniverseFile, UpdateSpec
from ballast_core.trades import AddSpec, Incoming
from ballast_tui.app import BallastTui
from ballast_tui.asks import Opener
from ballast_tui.look import Look

DAYS = 400
_WAIT_FOR_A_PERSON = {"action_series", "action_period", "_choose_whose", "_export"}


@pytest.fixture(scope="session")
async def bench() -> Bench:
    """Return a Ballast that has ingested the sample; tests leave it as it is."""
    filled = bench_of(sample_files(days=DAYS))
    await filled.app.tracking.ingest_models()
    made = sample_workbooks(days=DAYS)
    await filled.app.trades.add_files(AddSpec(tuple(Incoming(*one) for one in made.items())))
    stocks = UniverseFile("stocks.csv", b"symbol,name,kind\nABYV,Alder,stock\nZMKT,All,etf\n")
    await filled.app.market.import_universe(ImportSpec((stocks,)))
    await filled.app.market.update_market(UpdateSpec(mode=Mode.BACKFILL, days=DAYS, symbols=("ABYV",)))
    return filled


@pytest.fixture
def empty() -> Bench:
    """Return a Ballast that has ingested nothing."""
    return bench_of(sample_files(days=DAYS))


class Terminal:
    """A terminal with the screens on it."""

    def __init__(self, tui: BallastTui, pilot: Pilot[None]) -> None:
        self.tui = tui
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, and wait after each until all is quiet."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def write(self, text: str) -> None:
        """Type a text."""
        await self._pilot.press(*("space" if mark == " " else mark for mark in text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is asked any more, and all is drawn."""
        for _ in range(3):
            busy = [one.wait() for one in self.tui.workers if one.name not in _WAIT_FOR_A_PERSON]
            async with asyncio.timeout(20):
                await asyncio.gather(*busy, return_exceptions=True)
            await self._pilot.pause()

    def text(self) -> str:
        """Return what is on the screen, a line a row."""
        rows = self.tui.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no other way to see it
        return "\n".join(row.text.rstrip() for row in rows) + "\n"

    @property
    def told(self) -> list[str]:
        """What notifications say."""
        return [one.message for one in self.tui._notifications]  # noqa: SLF001 - Textual has no other way


@asynccontextmanager
async def shown(
    opener: Opener, look: Look | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncGenerator[Terminal]:
    """Yield a terminal on which the first page is drawn."""
    tui = BallastTui(opener, look)
    async with tui.run_test(size=size) as pilot:
        terminal = Terminal(tui, pilot)
        async with asyncio.timeout(20):
            while tui.desk.state == "opening" and not tui.failure:
                await pilot.pause(0.01)
        await terminal.settle()
        yield terminal
