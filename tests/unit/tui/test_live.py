"""What is shown stays true, or says that it may not be."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.in_memory import Bench, bench_of
from tests.unit.tui.conftest import DAYS, shown

from ballast_adapters.sample import sample_files
from ballast_core.app import App
from ballast_core.shared.errors import UnavailableError
from ballast_tui.look import Look
from ballast_tui.widgets.grid import Grid

SOON = Look(refresh_s=0.05)


@dataclass
class Away:
    """Answers as the use case does, unless it is away."""

    ask: Any
    away: list[bool] = field(default_factory=lambda: [False])

    async def __call__(self, *given: object) -> object:
        if self.away[0]:
            raise UnavailableError("the database does not answer")
        return await self.ask(*given)


def cut_off(app: App) -> tuple[App, list[bool]]:
    """Return a Ballast that can be told to be away."""
    away = [False]
    tracking = app.tracking
    names = ("list_models", "list_findings", "show_revision")
    gates = {name: Away(getattr(tracking, name), away) for name in names}
    return replace(app, tracking=replace(tracking, **gates)), away  # type: ignore[arg-type]


async def test_new_data_appear_by_themselves(empty: Bench) -> None:
    async with shown(empty.open, SOON) as terminal:
        before = terminal.tui.screen.query_one(Grid).row_count
        await terminal.settle()
        await empty.app.tracking.ingest_models()
        for _ in range(40):
            await terminal.settle()
            if terminal.tui.screen.query_one(Grid).row_count:
                break
        assert (before, terminal.tui.screen.query_one(Grid).row_count) == (0, 6)


async def test_while_paused_nothing_is_asked_and_r_asks(empty: Bench) -> None:
    async with shown(empty.open, SOON) as terminal:
        await terminal.press("p")
        await empty.app.tracking.ingest_models()
        for _ in range(5):
            await terminal.settle()
        paused = terminal.tui.screen.query_one(Grid).row_count
        await terminal.press("r")
        assert (paused, terminal.tui.screen.query_one(Grid).row_count) == (0, 6)


async def test_a_page_that_was_left_is_read_again_when_one_comes_back(empty: Bench) -> None:
    async with shown(empty.open, SOON) as terminal:
        await terminal.press("5")
        await empty.app.tracking.ingest_models()
        for _ in range(40):
            await terminal.settle()
            if terminal.tui.screen.query_one(Grid).row_count:
                break
        await terminal.press("1")
        assert terminal.tui.screen.query_one(Grid).row_count == 6


async def test_when_the_database_goes_old_data_stay_and_it_is_said_once() -> None:
    bench = bench_of(sample_files(days=DAYS))
    await bench.app.tracking.ingest_models()
    app, away = cut_off(bench.app)

    @asynccontextmanager
    async def opened() -> AsyncGenerator[App]:
        yield app

    async with shown(opened, SOON) as terminal:
        away[0] = True
        await terminal.press("r", "r")
        told, seen = terminal.told, terminal.text()
    assert [one for one in told if "What is shown is what was known before" in one] == told[:1]
    assert "naz100_pine" in seen
    assert "no answer" in seen


async def test_when_the_database_is_back_it_is_said_and_asked_again() -> None:
    bench = bench_of(sample_files(days=DAYS))
    app, away = cut_off(bench.app)

    @asynccontextmanager
    async def opened() -> AsyncGenerator[App]:
        yield app

    async with shown(opened, SOON) as terminal:
        away[0] = True
        await terminal.press("r")
        await bench.app.tracking.ingest_models()
        away[0] = False
        for _ in range(40):
            await terminal.settle()
            if terminal.tui.screen.query_one(Grid).row_count:
                break
        assert terminal.tui.screen.query_one(Grid).row_count == 6
        assert "Ballast answers again." in terminal.told
