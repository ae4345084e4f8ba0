"""The terminal screens over memory adapters, driven by keys."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.in_memory import Bench
from tests.market_builders import bars
from tests.unit.tui.conftest import Terminal, shown
from textual.widgets import Static

from ballast_core.app import App
from ballast_core.shared.errors import UnavailableError
from ballast_core.tracking import SeriesName
from ballast_tui.app import BallastTui
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.help import Help
from ballast_tui.screens.model import ModelPage
from ballast_tui.screens.models import ModelsPage
from ballast_tui.widgets.grid import Grid

PAGES = {
    "1": "models",
    "2": "compare",
    "3": "ingest",
    "4": "findings",
    "5": "runs",
    "6": "trades",
    "7": "jobs",
}


def cells(grid: Grid) -> list[list[str]]:
    return [[cell.plain for cell in grid.get_row_at(row)] for row in range(grid.row_count)]


async def test_models_shows_every_model_with_its_value(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        rows = cells(terminal.tui.screen.query_one("#models", Grid))
    listed = (await bench.app.tracking.list_models()).models
    assert [row[:2] for row in rows] == [[model.name, f"{model.value:,.2f}"] for model in listed]


async def test_a_model_with_findings_is_flagged(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        assert "14 w" in terminal.text()


async def test_without_a_model_it_says_what_to_do(empty: Bench) -> None:
    async with shown(empty.open) as terminal:
        said = str(terminal.tui.screen.query_one("#notes", Static).content)
    assert "press 3 to ingest" in said


@pytest.mark.parametrize(("digit", "page"), PAGES.items(), ids=PAGES.values())
async def test_a_digit_opens_its_page(bench: Bench, digit: str, page: str) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press(digit)
        assert terminal.tui.current_mode == page


async def test_enter_opens_the_model_and_escape_goes_back(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("j", "k", "j", "enter")
        assert isinstance(terminal.tui.screen, ModelPage)
        assert terminal.tui.screen.model == "naz100_pi"
        await terminal.press("escape")
        assert isinstance(terminal.tui.screen, ModelsPage)


async def test_a_big_letter_goes_to_the_last_row_and_a_small_one_to_the_first(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        grid = terminal.tui.screen.query_one("#models", Grid)
        await terminal.press("G")
        last = grid.cursor_row
        await terminal.press("g")
        assert (last, grid.cursor_row) == (5, 0)


async def test_holdings_are_those_of_the_use_case(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("enter", "l")
        held = [row[0] for row in cells(terminal.tui.screen.query_one("#holdings", Grid))]
    view = await bench.app.tracking.show_holdings("naz100_hma")
    assert held == [row.ticker for row in view.holdings]


async def test_the_latest_holdings_tell_market_beside_cost(empty: Bench) -> None:
    await empty.app.tracking.ingest_models()
    ticker = (await empty.app.tracking.show_holdings("naz100_hma")).holdings[0].ticker
    await empty.market.bars.add_bars(bars([321.5], ticker, start="2026-11-19"), {}, empty.clock.now())
    async with shown(empty.open) as terminal:
        await terminal.press("enter", "l")
        first = cells(terminal.tui.screen.query_one("#holdings", Grid))[0]
        said = terminal.text()
    assert first[0] == ticker
    assert {"321.50", "2026-11-19"} <= {cell.strip() for cell in first}
    assert "closes of 2026-11-19" in said


async def test_brackets_go_through_the_snapshots_and_back(bench: Bench) -> None:
    days = [
        row.day for row in (await bench.app.tracking.list_snapshots("naz100_hma")).snapshots if row.effective
    ]
    async with shown(bench.open) as terminal:
        await terminal.press("enter", "l", "left_square_bracket", "left_square_bracket")
        older = terminal.text()
        await terminal.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        newest = terminal.text()
    assert f"held since {days[2]}" in older
    assert f"held since {days[0]}" in newest


@pytest.mark.parametrize("steps", range(1, 6))
async def test_each_tab_of_a_model_shows_rows(bench: Bench, steps: int) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("enter", *"l" * steps)
        screen = terminal.tui.screen
        assert isinstance(screen, ModelPage)
        assert screen.query_one(f"#{screen.tab}", Grid).row_count > 1


async def test_another_series_is_chosen_from_a_list_and_comes_with_its_caution(bench: Bench) -> None:
    async with shown(bench.open, size=(120, 40)) as terminal:
        await terminal.press("enter", "s", "j", "enter")
        screen = terminal.tui.screen
        assert isinstance(screen, ModelPage)
        assert screen.question.series is SeriesName.TRADED
        assert "hindsight overlay" in terminal.text()


async def test_another_time_is_chosen_from_a_list(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("enter", "t", "k", "enter")
        assert isinstance(terminal.tui.screen, ModelPage)
        assert terminal.tui.screen.question.period == "10y"


async def test_a_comparison_begins_with_all_models_and_says_where_they_part(bench: Bench) -> None:
    async with shown(bench.open, size=(200, 60)) as terminal:
        await terminal.press("2")
        said = terminal.text()
        rows = cells(terminal.tui.screen.query_one("#measures", Grid))
    assert "one portfolio up to" in said
    assert len(rows) == 6


async def test_the_space_bar_takes_a_model_out_of_the_comparison(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("2", "space", "j", "space")
        rows = cells(terminal.tui.screen.query_one("#measures", Grid))
    assert [row[0] for row in rows] == [" ", " ", "●", "●", "●", "●"]
    assert [row[2] for row in rows[:2]] == ["–", "–"]


async def test_without_a_chosen_model_the_comparison_says_how_to_choose(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("2", "space", *["j", "space"] * 5)
        assert "space bar" in terminal.text()


async def test_words_narrow_a_table_and_escape_widens_it(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("slash")
        await terminal.write("sp500 pine")
        narrow = terminal.tui.screen.query_one("#models", Grid).row_count
        await terminal.press("escape")
        assert (narrow, terminal.tui.screen.query_one("#models", Grid).row_count) == (1, 6)


async def test_enter_opens_the_row_that_is_left_by_a_filter(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("slash")
        await terminal.write("abacus")
        await terminal.press("enter", "enter")
        assert isinstance(terminal.tui.screen, ModelPage)
        assert terminal.tui.screen.model == "naz100_sp500_abacus"


async def test_findings_are_narrowed_to_one_severity(bench: Bench) -> None:
    async with shown(bench.open, size=(120, 40)) as terminal:
        await terminal.press("4", "v", "v")
        severities = {row[3] for row in cells(terminal.tui.screen.query_one(Grid))}
    assert severities == {"warning"}


async def test_enter_shows_a_finding_in_full(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("4", "enter")
        assert isinstance(terminal.tui.screen, Facts)
        assert "read as 2025-06-02" in terminal.text()


async def test_enter_opens_the_report_of_a_run(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("5", "enter")
        assert "rows new" in terminal.text()


async def test_the_question_mark_shows_all_keys(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("question_mark")
        assert isinstance(terminal.tui.screen, Help)
        await terminal.press("escape")
        assert isinstance(terminal.tui.screen, ModelsPage)


async def test_the_palette_goes_where_one_asks_it_to(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("ctrl+p")
        await terminal.write("Findings")
        await terminal.press("enter", "enter")
        assert terminal.tui.current_mode == "findings"


async def test_q_quits(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.tui.action_quit()
    assert terminal.tui.return_code == 0


async def test_until_it_is_open_it_says_so_and_keeps_the_digit(bench: Bench) -> None:
    may_open = asyncio.Event()

    @asynccontextmanager
    async def slow() -> AsyncGenerator[App]:
        await may_open.wait()
        yield bench.app

    tui = BallastTui(slow)
    async with tui.run_test(size=(80, 24)) as pilot:
        terminal = Terminal(tui, pilot)
        await terminal.press("2")
        before = terminal.text()
        may_open.set()
        while tui.current_mode != "compare":
            await pilot.pause(0.01)
        await terminal.settle()
        after = terminal.text()
    assert ("Opening the database" in before, "No model yet" in before) == (True, False)
    assert "total return" in after


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 200])
async def test_the_columns_of_the_models_fit_the_terminal(bench: Bench, width: int) -> None:
    async with shown(bench.open, size=(width, 24)) as terminal:
        assert terminal.tui.screen.query_one("#models", Grid).max_scroll_x == 0
        assert "14 w" in terminal.text()


async def test_an_arrow_shows_columns_that_have_no_room(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("2", "right")
        moved = terminal.tui.screen.query_one("#measures", Grid).scroll_x
        await terminal.press("left")
        assert (moved > 0, terminal.tui.screen.query_one("#measures", Grid).scroll_x) == (True, 0)


async def test_a_failure_to_open_ends_the_screens_and_is_kept() -> None:
    @asynccontextmanager
    async def refuse() -> AsyncGenerator[App]:
        raise UnavailableError("the database is away")
        yield

    tui = BallastTui(refuse)
    async with tui.run_test() as pilot:
        await pilot.pause()
    assert tui.return_code == 1
    assert str(tui.failure) == "the database is away"
