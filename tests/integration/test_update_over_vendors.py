"""The pipeline over providers that misbehave: what fails is recorded, and a later run fills the hole."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.in_memory import stores_of
from tests.market_sources import CheerfulScorer
from tests.vendor_server import (
    KEY,
    Asked,
    FakeVendor,
    Play,
    changed,
    dropped,
    instead,
    status,
    trickling,
    truncated,
    vendor_http,
    vendor_server,
)
from tests.vendor_sources import (
    COG,
    GROWTH,
    KITE,
    MONDAY,
    NOW,
    OAKS,
    RATE,
    WEDNESDAY,
    alphavantage,
    fred,
    polygon,
    vendor_at,
)

from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market import MemoryMarket
from ballast_adapters.vendors.alphavantage import AlphaVantageEvents, AlphaVantageNews
from ballast_adapters.vendors.fred import FredIndicators
from ballast_adapters.vendors.polygon import PolygonBars
from ballast_core.market import (
    Mode,
    Observations,
    PipelinePorts,
    RunView,
    Sources,
    StepState,
    UpdateSpec,
    wire_pipeline,
)
from ballast_core.shared.dates import DateSpan

SPEC = UpdateSpec(mode=Mode.BACKFILL, start=MONDAY, end=WEDNESDAY)
ALL = DateSpan()


def reply(asked: Asked) -> bytes | None:
    """Answer for every provider: they are told apart by what is asked."""
    if "function" in asked.parameters:
        return alphavantage(asked)
    return fred(asked) if "series_id" in asked.parameters else polygon(asked)


def without(*columns: str) -> Play:
    """Call columns otherwise, as a provider does that has a new version."""

    def change(content: bytes) -> bytes:
        for column in columns:
            content = content.replace(f'"{column}":'.encode(), f'"{column}_v2":'.encode())
        return content

    return changed(change)


def twice(content: bytes) -> bytes:
    """Send each row of a page twice."""
    told = json.loads(content)
    return json.dumps({**told, "results": [*told["results"], *told["results"]]}).encode()


FAULTS: dict[str, Play] = {
    "throttled": status(429),
    "broken": status(500),
    "truncated": truncated,
    "dropped": dropped,
    "slow": trickling,
    "garbled": instead(b'{"results": [{"t": 17'),
    "another version": without("c", "value", "overall_sentiment_score"),
    "key refused": status(403),
}


@dataclass
class Bench:
    """A store with a universe, and a clock."""

    store: MemoryMarket
    clock: FrozenClock

    async def update(self, server: FakeVendor, spec: UpdateSpec = SPEC) -> RunView:
        """Run the pipeline as a program of its own would."""
        async with vendor_http(self.clock) as http:
            polygon_at, fred_at, alpha_at = (
                vendor_at(name, server.url) for name in ("polygon", "fred", "alphavantage")
            )
            sources = Sources(
                bars=(PolygonBars(http, polygon_at, self.clock),),
                indicators=(FredIndicators(http, fred_at),),
                news=(AlphaVantageNews(http, alpha_at),),
                events=(AlphaVantageEvents(http, alpha_at),),
                ranks={"polygon": 0},
            )
            ports = PipelinePorts(
                stores_of(self.store),
                sources,
                CheerfulScorer(),
                MemoryCalendars(),
                MemoryChannel(),
                self.clock,
            )
            return await wire_pipeline(ports)(spec)

    async def rows(self) -> dict[str, Any]:
        """Return all that is stored."""
        bars = {one.symbol: await self.store.bars.bars(one.symbol, ALL) for one in (KITE, OAKS, COG)}
        series = {one.id: await self.store.economy.observations(one.id) for one in (GROWTH, RATE)}
        return {
            **{name: (one.days.tolist(), one.close.tolist(), one.sources) for name, one in bars.items()},
            **{name: one and _values(one) for name, one in series.items()},
            "splits": await self.store.shares.splits(["KITE", "OAKS"]),
            "dividends": await self.store.shares.dividends(["KITE", "OAKS"]),
            "articles": await self.store.news.articles((), ALL, 1_000),
            "events": await self.store.events.events(ALL),
        }


def _values(one: Observations) -> tuple[list[Any], ...]:
    return one.periods.tolist(), one.vintages.tolist(), np.nan_to_num(one.values).tolist()


@asynccontextmanager
async def provider() -> AsyncGenerator[FakeVendor]:
    async with vendor_server(reply) as server:
        yield server


async def bench_of() -> Bench:
    store = MemoryMarket()
    await store.universe.save([KITE, OAKS, COG], [GROWTH, RATE])
    return Bench(store, FrozenClock(NOW))


@pytest.mark.parametrize("after", [0, 3])
@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_ends_in_a_record_that_a_later_run_completes(fault: str, after: int) -> None:
    undisturbed, bench = await bench_of(), await bench_of()
    async with provider() as server:
        await undisturbed.update(server)
        asked = len(server.asked)
        server.answer = failing_after(server, asked + after, FAULTS[fault])
        failed = await bench.update(server)
        server.answer, server.always = reply, None
        assert failed.state in {StepState.PARTIAL, StepState.FAILED}
        assert {one.code for step in failed.steps for one in step.faults} <= {
            *("market.vendor_failed", "market.vendor_limit", "market.vendor_reply", "market.vendor_key")
        }
        assert KEY not in failed.model_dump_json()
        resumed = await bench.update(server, UpdateSpec(resume=failed.id))
    assert resumed.state is StepState.DONE
    assert await bench.rows() == await undisturbed.rows()


async def test_a_page_that_comes_twice_is_stored_once_and_reported() -> None:
    undisturbed, bench = await bench_of(), await bench_of()
    async with provider() as server:
        await undisturbed.update(server)
        server.answer = lambda asked: (
            twice(reply(asked) or b"") if "/v2/aggs/" in asked.path else reply(asked)
        )
        run = await bench.update(server)
    assert run.state is StepState.DONE
    assert run.steps[0].rejected > 0
    assert await bench.rows() == await undisturbed.rows()
    assert {one.rule.value for one in await bench.store.quality.findings()} >= {"duplicate_date"}


async def test_the_same_run_again_asks_for_no_bars_and_changes_nothing() -> None:
    bench = await bench_of()
    async with provider() as server:
        await bench.update(server)
        before = await bench.rows()
        revision = await bench.store.universe.revision()
        server.asked.clear()
        bench.clock = FrozenClock(NOW.replace(minute=1))
        await bench.update(server)
    assert await bench.rows() == before
    assert await bench.store.universe.revision() == revision


def failing_after(server: FakeVendor, count: int, fault: Play) -> Any:  # noqa: ANN401 - as the server has it
    """Return what answers, and has everything fail once so many questions were asked."""

    def answer(asked: Asked) -> bytes | None:
        if len(server.asked) > count:
            server.always = fault
        return reply(asked)

    return answer
