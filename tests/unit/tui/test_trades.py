"""The screens of trade lists and of jobs over memory adapters, driven by keys."""

import asyncio

from tests.in_memory import Bench
from tests.unit.tui.conftest import Terminal, shown
from tests.unit.tui.test_screens import cells
from textual.widgets import Static

from ballast_core.ops import JobSpec
from ballast_core.trades import Direction, Selection, SeriesAsk
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.jobs import JobsPage
from ballast_tui.screens.trades import TradesPage
from ballast_tui.widgets.grid import Grid


def page_of(terminal: Terminal) -> TradesPage:
    page = terminal.tui.screen
    assert isinstance(page, TradesPage)
    return page


async def ended(bench: Bench, job: str) -> None:
    async with asyncio.timeout(20):
        async for _ in bench.app.ops.watch_job(job):
            pass


async def test_all_files_are_selected_until_one_is_left_out(bench: Bench) -> None:
    files = (await bench.app.trades.describe_selection(Selection())).files
    async with shown(bench.open) as terminal:
        await terminal.press("6")
        assert f"{len(files)} of {len(files)} files" in terminal.text()
        await terminal.press("space")
        page = page_of(terminal)
    assert set(page.selection.files) == {one.id for one in files[1:]}


async def test_a_file_left_out_and_taken_in_again_means_all_files(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("6", "space", "space")
        assert page_of(terminal).selection == Selection()


async def test_the_last_file_cannot_be_left_out(bench: Bench) -> None:
    files = (await bench.app.trades.describe_selection(Selection())).files
    async with shown(bench.open) as terminal:
        await terminal.press("6", *["space", "j"] * len(files))
        assert page_of(terminal).selection.files == (files[-1].id,)
        assert "One file must stay selected." in terminal.told


async def test_a_side_and_a_time_count_in_every_tab_until_all_is_asked_for(bench: Bench) -> None:
    async with shown(bench.open) as terminal:
        await terminal.press("6", "d", "t", "k", "k", "enter", "h")
        chosen = page_of(terminal).selection
        text = terminal.text()
        await terminal.press("l", "a")
        assert page_of(terminal).selection == Selection()
    assert (chosen.direction, chosen.start is None) == (Direction.LONG, False)
    assert ", long only" in text


async def test_the_curve_ends_where_the_use_case_says(bench: Bench) -> None:
    view = await bench.app.trades.show_series(Selection(), SeriesAsk())
    async with shown(bench.open) as terminal:
        await terminal.press("6", "l")
        said = str(page_of(terminal).query_one("#notes", Static).content)
    assert f"{view.lines[0].values[-1]:,.2f}" in said


async def test_lines_of_each_symbol_are_chosen_from_a_list(bench: Bench) -> None:
    symbols = {one.symbol for one in (await bench.app.trades.describe_selection(Selection())).symbols}
    async with shown(bench.open, size=(160, 40)) as terminal:
        await terminal.press("6", "l", "s", "j", "j", "j", "j", "enter", "w", "j", "enter")
        page = page_of(terminal)
        said = str(page.query_one("#notes", Static).content)
    assert (page.ask.name, page.ask.per) == ("netpos", "symbol")
    assert [symbol for symbol in symbols if symbol not in said] == []


async def test_metrics_of_the_portfolio_stand_first_and_those_of_a_file_come_next(bench: Bench) -> None:
    view = await bench.app.trades.show_metrics(Selection())
    async with shown(bench.open) as terminal:
        await terminal.press("6", "h")
        first = dict(row[:2] for row in cells(page_of(terminal).query_one("#metrics", Grid)))
        await terminal.press("w")
        second = dict(row[:2] for row in cells(page_of(terminal).query_one("#metrics", Grid)))
    nets = [f"{row.all.net_profit:,.2f}" for row in view.rows[:2]]
    assert [first["net_profit"], second["net_profit"]] == nets


async def test_a_figure_leads_to_what_it_is(bench: Bench) -> None:
    figure = await bench.app.trades.explain_figure("closed_trades")
    async with shown(bench.open, size=(120, 40)) as terminal:
        await terminal.press("6", "h", "enter")
        assert isinstance(terminal.tui.screen, Facts)
        assert figure.title in terminal.text()


async def test_a_file_leads_to_the_report_of_its_check(bench: Bench) -> None:
    files = (await bench.app.trades.list_files()).files
    async with shown(bench.open, size=(120, 40)) as terminal:
        await terminal.press("6", "enter")
        assert isinstance(terminal.tui.screen, Facts)
        assert files[0].name in terminal.text()


async def test_without_a_file_it_says_how_to_add_one(empty: Bench) -> None:
    async with shown(empty.open) as terminal:
        await terminal.press("6")
        assert "ballast trades add" in terminal.text()


async def test_without_a_job_it_says_so(empty: Bench) -> None:
    async with shown(empty.open) as terminal:
        await terminal.press("7")
        assert "No job yet." in terminal.text()


async def test_a_job_is_followed_to_its_end_and_opened(empty: Bench) -> None:
    async with shown(empty.open, size=(120, 40)) as terminal:
        job = await empty.app.ops.start_job(JobSpec(name="tracking.ingest_models", argument={}))
        await terminal.press("7")
        await ended(empty, job.id)
        await terminal.press("r")
        assert isinstance(terminal.tui.screen, JobsPage)
        assert "done" in terminal.text()
        await terminal.press("enter")
        assert job.id in terminal.text()


async def test_a_job_that_is_over_cannot_be_canceled(empty: Bench) -> None:
    async with shown(empty.open) as terminal:
        job = await empty.app.ops.start_job(JobSpec(name="tracking.ingest_models", argument={}))
        await ended(empty, job.id)
        await terminal.press("7", "x")
        assert "Only a job that is not over can be canceled." in terminal.told
