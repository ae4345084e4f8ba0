"""Bars with planted defects, fetched by the pipeline into PostgreSQL: what is found is what is known."""

import asyncio
import csv
import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.servers import database

from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.market import stores_of
from ballast_adapters.memory.answers import MemoryAnswers
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market import MemoryMarket
from ballast_adapters.memory.market_inventory import MemoryInventory
from ballast_adapters.memory.sentiment import MemoryScorer
from ballast_adapters.sql.engine import open_engine
from ballast_adapters.sql.migrate import upgrade
from ballast_core.market import (
    Bars,
    CoverageAsk,
    CoverageView,
    Fetched,
    FindingsAsk,
    GapsAsk,
    GapsView,
    History,
    Instrument,
    MarketFindingsView,
    MarketPorts,
    Mode,
    RunView,
    Sources,
    UpdateSpec,
    Wanted,
    wire_market,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "market"
CASES, EXPECTED = FOLDER / "ohlcv_quality_cases.csv", FOLDER / "ohlcv_quality_expected.json"
SYMBOLS = ("CLEAN", "DIRTY", "GAPPY", "STALEX")
FIRST, LAST = date(2024, 1, 2), date(2024, 6, 28)
EVENING = datetime(2024, 6, 28, 20, 20, tzinfo=UTC)  # 20 minutes after the close in New York

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not CASES.exists(), reason="the shared test data is not here"),
]


class SharedBars:
    """A source that has what the file has."""

    async def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        with CASES.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for one in wanted:
            symbol = one.instrument.symbol
            yield Fetched((symbol,), History(_bars(symbol, [row for row in rows if row["symbol"] == symbol])))


def _bars(symbol: str, rows: Sequence[dict[str, str]]) -> Bars:
    prices = {
        name: np.array([float(row[name]) for row in rows])
        for name in ("open", "high", "low", "close", "volume")
    }
    unknown = np.full(len(rows), np.nan)
    return Bars(
        source=rows[0]["source"],
        symbols=(symbol,),
        code=np.zeros(len(rows), np.int64),
        days=np.array([row["date"] for row in rows], "datetime64[D]"),
        **prices,
        vwap=unknown,
        trades=unknown,
        final=np.ones(len(rows), np.bool_),
    )


@dataclass(frozen=True)
class Told:
    """What two runs over the file left behind, and what is expected of it."""

    first: RunView
    second: RunView
    findings: MarketFindingsView
    gaps: GapsView
    coverage: CoverageView
    expected: dict[str, Any]

    def by_rule(self, symbol: str) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.findings.findings:
            if one.symbol == symbol:
                found[one.rule.value].append(one.day.isoformat())
        return dict(found)


@pytest.fixture(scope="module")
def told(embedded_server: str) -> Iterator[Told]:
    with database(embedded_server) as url:
        yield asyncio.run(_told(url))


async def _told(url: str) -> Told:
    async with open_engine(url) as engine:
        await upgrade(engine)
        stores, clock = stores_of(engine), FrozenClock(EVENING)
        await stores.universe.save([Instrument(symbol=symbol) for symbol in SYMBOLS])
        market = wire_market(
            MarketPorts(
                clock=clock,
                events=MemoryChannel(),
                calendars=calendars(engine),
                stores=stores,
                sources=Sources(bars=[SharedBars()], ranks={"polygon": 0}),
                scorer=MemoryScorer(),
                inventory=MemoryInventory(MemoryMarket()),
                answers=MemoryAnswers(clock),
                held=_nothing,
            )
        )
        spec = UpdateSpec(mode=Mode.BACKFILL, start=FIRST, end=LAST)
        first = await market.update_market(spec)
        clock.tick(timedelta(minutes=1))
        return Told(
            first,
            await market.update_market(spec),
            await market.list_market_findings(FindingsAsk(limit=1_000)),
            await market.list_gaps(GapsAsk(start=FIRST)),
            await market.show_coverage(CoverageAsk(start=FIRST)),
            json.loads(EXPECTED.read_text("utf-8")),
        )


async def _nothing() -> Sequence[str]:
    return ()


def test_dirty_bars_have_exactly_the_findings_that_are_expected(told: Told) -> None:
    known = dict(told.expected["DIRTY"])
    suspect = known.pop("unadjusted_split_suspect")
    assert told.by_rule("DIRTY") == known | {"unadjusted_split_suspect": [suspect["date"]]}
    (split,) = [one for one in told.findings.findings if one.rule.value == "unadjusted_split_suspect"]
    assert f"ratio {suspect['ratio']}," in split.detail


def test_clean_bars_have_no_finding_and_stale_ones_only_that_their_answer_ended_early(told: Told) -> None:
    assert told.by_rule("CLEAN") == {}
    assert told.by_rule("GAPPY") == {"old_data": [str(LAST)]} == told.by_rule("STALEX")


def test_gaps_are_the_runs_that_are_expected(told: Told) -> None:
    runs = [
        {"start": one.first.isoformat(), "end": one.last.isoformat(), "sessions": one.sessions}
        for one in told.gaps.gaps
        if one.symbol == "GAPPY" and one.place == "inner"
    ]
    assert runs == told.expected["GAPPY"]["gap_runs"]


def test_what_is_there_and_how_stale_it_is_are_as_expected(told: Told) -> None:
    rows = {one.symbol: one for one in told.coverage.symbols}
    known = told.expected
    assert (rows["CLEAN"].present, rows["CLEAN"].coverage) == (
        known["CLEAN"]["sessions_present"],
        known["CLEAN"]["coverage"],
    )
    assert rows["GAPPY"].stale_sessions == known["GAPPY"]["sessions_behind_on_2024-06-28"]
    assert (rows["STALEX"].present, rows["STALEX"].expected) == (
        known["STALEX"]["sessions_present"],
        known["STALEX"]["sessions_expected_to_2024-06-28"],
    )
    for symbol in ("GAPPY", "STALEX"):
        assert str(rows[symbol].last) == known[symbol]["last_bar"]


def test_a_second_run_finds_and_stores_nothing_else(told: Told) -> None:
    assert (told.second.total("inserted"), told.second.total("updated")) == (0, 0)
