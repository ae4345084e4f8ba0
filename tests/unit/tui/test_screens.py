"""The terminal screens over memory adapters, driven by keys."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.in_memory import Bench, bench_of
from textual.widgets import Sparkline, Static

from ballast_adapters.sample import sample_files
from ballast_core.app import App
from ballast_core.shared.errors import UnavailableError
from ballast_tui.app import BallastTui
from ballast_tui.screens.home import HomeScreen
from ballast_tui.screens.model import ModelScreen
from ballast_tui.widgets.grid import Grid


@pytest.fixture(scope="module")
def empty() -> Bench:
    """Return a Ballast that has ingested nothing."""
    return bench_of(sample_files(days=400))


@pytest.fixture(scope="module")
async def bench() -> Bench:
    """Return a Ballast that has ingested the sample."""
    filled = bench_of(sample_files(days=400))
    await filled.app.tracking.ingest_models()
    return filled


def cells(grid: Grid) -> list[list[str]]:
    return [[cell.plain for cell in grid.get_row_at(row)] for row in range(grid.row_count)]


async def test_home_shows_every_model_with_its_value(bench: Bench) -> None:
    tui = BallastTui(bench.open)
    async with tui.run_test(size=(120, 30)) as pilot:
        await tui.workers.wait_for_complete()
        await pilot.pause()
        shown = cells(tui.screen.query_one("#models", Grid))
    listed = (await bench.app.tracking.list_models()).models
    assert [row[0] for row in shown] == [model.name for model in listed]
    assert [row[4] for row in shown] == [f"{model.value:,.2f}" for model in listed]


async def test_without_a_model_home_says_what_to_run(empty: Bench) -> None:
    tui = BallastTui(empty.open)
    async with tui.run_test() as pilot:
        await tui.workers.wait_for_complete()
        await pilot.pause()
        said = str(tui.screen.query_one("#notes", Static).content)
    assert "ballast ingest" in said


async def test_enter_opens_the_model_and_escape_goes_back(bench: Bench) -> None:
    tui = BallastTui(bench.open)
    async with tui.run_test(size=(80, 24)) as pilot:
        await tui.workers.wait_for_complete()
        await pilot.press("j", "k", "j", "enter")
        await tui.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(tui.screen, ModelScreen)
        model = tui.screen.model
        held = [row[0] for row in cells(tui.screen.query_one("#holdings", Grid))]
        curve = list(tui.screen.query_one("#curve", Sparkline).data or ())
        await pilot.press("escape")
        assert isinstance(tui.screen, HomeScreen)
    tracking = bench.app.tracking
    assert model == (await tracking.list_models()).models[1].name
    assert held == [row.ticker for row in (await tracking.show_holdings(model)).holdings]
    assert curve == (await tracking.show_performance(model)).values


async def test_a_failure_to_open_ends_with_its_message() -> None:
    @asynccontextmanager
    async def refuse() -> AsyncGenerator[App]:
        raise UnavailableError("the database is away")
        yield

    tui = BallastTui(refuse)
    async with tui.run_test() as pilot:
        await pilot.pause()
    assert tui.return_code == 1
