"""The demonstration's market data: what it promises to find, and that it stays mended."""

import pytest
from tests.in_memory import Bench, bench_of

from ballast_adapters.bootstrap import demo_universe
from ballast_adapters.cli.demo_market import fill_market
from ballast_adapters.sample import sample_files
from ballast_core.market import CoverageView, GapsAsk, InstrumentsAsk, Mode, UpdateSpec
from ballast_core.shared.progress import tell_nobody

HOLES = {"KOC", "TIN-USD", "ZGLD", "ZINT"}


@pytest.fixture(scope="module")
async def filled() -> tuple[Bench, CoverageView]:
    """Return a Ballast that has the demonstration's market data, and how complete they are."""
    bench = bench_of(sample_files())
    await bench.app.tracking.ingest_models()
    return bench, await fill_market(bench.app, demo_universe(), tell_nobody)


async def test_it_has_holes_where_it_says_so(filled: tuple[Bench, CoverageView]) -> None:
    gaps = (await filled[0].app.market.list_gaps(GapsAsk())).gaps
    since = {gap.symbol: str(gap.first) for gap in gaps if gap.place != "head"}
    assert {symbol: since[symbol] for symbol in HOLES} == dict.fromkeys(HOLES, "2025-03-04")


async def test_every_topic_has_something_to_show(filled: tuple[Bench, CoverageView]) -> None:
    assert [card.topic for card in filled[1].topics if card.complete] == [
        *("market_data", "economic_data", "news", "events")
    ]


async def test_what_the_sample_models_hold_has_a_price(filled: tuple[Bench, CoverageView]) -> None:
    rows = (await filled[0].app.market.list_instruments(InstrumentsAsk())).instruments
    assert len(rows) == 40
    assert all(row.last_close for row in rows)


async def test_a_hole_that_was_mended_stays_mended(filled: tuple[Bench, CoverageView]) -> None:
    bench, _ = filled
    await bench.app.market.update_market(
        UpdateSpec.model_validate({"mode": Mode.BACKFILL, "start": "2025-03-01", "symbols": ["KOC"]})
    )
    await fill_market(bench.app, demo_universe(), tell_nobody)
    gaps = (await bench.app.market.list_gaps(GapsAsk())).gaps
    assert not [gap for gap in gaps if gap.symbol == "KOC" and gap.place == "inner"]
