"""The screen of market data over memory adapters, driven by keys."""

import asyncio

import pytest
from tests.in_memory import Bench, bench_of
from tests.unit.tui.conftest import shown
from tests.unit.tui.test_screens import cells

from ballast_core.market import (
    CoverageAsk,
    HistoryAsk,
    ImportSpec,
    Mode,
    Step,
    UniverseFile,
    UpdateSpec,
)
from ballast_tui.look import Look
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.market import MarketPage
from ballast_tui.widgets.grid import Grid

STOCKS = b"symbol,name,kind\nABYV,Alder,stock\nZMKT,All,etf\n"


@pytest.fixture(scope="module")
async def market() -> Bench:
    """Return a Ballast that has fetched ninety days of one of two instruments."""
    bench = bench_of({})
    await bench.app.market.import_universe(ImportSpec((UniverseFile("stocks.csv", STOCKS),)))
    others = (Step.ECONOMIC_DATA, Step.NEWS_SENTIMENT, Step.EVENT_DATA)
    spec = UpdateSpec(mode=Mode.BACKFILL, days=90, symbols=("ABYV",), skip_steps=others)
    await bench.app.market.update_market(spec)
    return bench


async def test_coverage_is_what_the_use_case_says_the_worst_first(market: Bench) -> None:
    view = await market.app.market.show_coverage(CoverageAsk())
    async with shown(market.open, size=(120, 36)) as terminal:
        await terminal.press("8")
        page = terminal.tui.screen
        assert isinstance(page, MarketPage)
        rows = cells(page.query_one("#coverage", Grid))
        text = terminal.text()
    assert [row[:2] for row in rows] == [[one.symbol, str(one.grade)] for one in reversed(view.symbols)]
    assert [card.said for card in view.topics if card.said not in text] == []


async def test_a_symbol_leads_to_its_bars_adjusted_in_turn(market: Bench) -> None:
    view = await market.app.market.show_history(HistoryAsk(symbol="ABYV"))
    async with shown(market.open, size=(120, 36)) as terminal:
        await terminal.press("8", "j", "enter")
        assert f"{len(view.days)} bars" in terminal.text()
        assert "adjusted for splits" in terminal.text()
        await terminal.press("a")
        assert "for splits and dividends" in terminal.text()


async def test_a_run_is_opened_with_its_steps_and_its_log(market: Bench) -> None:
    run = (await market.app.market.list_runs(1)).runs[0]
    async with shown(market.open, size=(120, 36)) as terminal:
        await terminal.press("8", "h", "enter")
        assert isinstance(terminal.tui.screen, Facts)
        assert run.id in terminal.text()
        assert "market_data" in terminal.text()


async def test_the_holes_of_a_symbol_are_filled_by_a_key() -> None:
    bench = bench_of({})
    await bench.app.market.import_universe(ImportSpec((UniverseFile("stocks.csv", STOCKS),)))
    async with shown(bench.open, size=(120, 36)) as terminal:
        await terminal.press("8", "b")
        job = (await bench.app.ops.list_jobs(1)).jobs[0]
        async with asyncio.timeout(60):
            async for _ in bench.app.ops.watch_job(job.id):
                pass
        await terminal.press("r")
    coverage = {one.symbol: one.present for one in (await bench.app.market.show_coverage()).symbols}
    assert coverage["ABYV"] > 2_000
    assert coverage["ZMKT"] == 0


async def test_who_may_only_look_fetches_nothing(market: Bench) -> None:
    async with shown(market.open, Look(view_only=True)) as terminal:
        before = len((await market.app.ops.list_jobs(5)).jobs)
        await terminal.press("8", "u", "b")
    assert len((await market.app.ops.list_jobs(5)).jobs) == before


async def test_without_a_universe_it_says_how_to_bring_one_in() -> None:
    async with shown(bench_of({}).open, size=(120, 36)) as terminal:
        await terminal.press("8")
        assert "ballast market universe import" in terminal.text()
