"""The pipeline over providers that misbehave: a partial result that a later run makes whole."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest
from tests.in_memory import stores_of
from tests.market_sources import CheerfulScorer
from tests.vendor_server import (
    BRISK,
    KEY,
    Asked,
    FakeVendor,
    Play,
    changed,
    dropped,
    instead,
    renamed,
    silent,
    status,
    truncated,
    vendor_http,
    vendor_server,
)
from tests.vendor_sources import GROWTH, KITE, NOW, OAKS, RATE, alphavantage, fred, newsapi, polygon

from ballast_adapters.bootstrap.sources import sources
from ballast_adapters.bootstrap.vendors import Providers
from ballast_adapters.memory.answers import MemoryAnswers
from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market import MemoryMarket
from ballast_adapters.settings import Settings
from ballast_core.market import (
    Mode,
    PipelinePorts,
    StepState,
    UpdateMarket,
    UpdateSpec,
    wire_pipeline,
)
from ballast_core.shared.dates import DateSpan

SPEC = UpdateSpec(mode=Mode.BACKFILL, start=date(2026, 11, 16), end=date(2026, 11, 18))
FAULTS: dict[str, Play] = {
    "throttled": status(429),
    "throttled for an hour": status(429, Retry_After="3600"),
    "broken": status(503),
    "truncated": truncated,
    "dropped": dropped,
    "silent": silent,
    "garbled": instead(b'{"results": ['),
    "a web page": instead(b"<html></html>"),
    "sent elsewhere": status(307, Location="http://127.0.0.1:9/"),
    "key unknown": status(401),
    "columns changed": changed(
        lambda content: (
            renamed(renamed(renamed(content, "c", "closing"), "value", "reading"), "reportDate", "day")
            .replace(b'"title"', b'"headline"')
            .replace(b'"feed"', b'"articles"')
        )
    ),
}


def settings_for(url: str) -> Settings:
    names = ("polygon", "fred", "newsapi", "alphavantage")
    vendors = {f"{name}_{what}": value for name in names for what, value in (("url", url), ("key", KEY))}
    limits = {"polygon_per_minute": 0, "alphavantage_per_minute": 0}
    kinds = {
        "bars": "polygon",
        "quotes": "polygon",
        "indicators": "fred",
        "news": "newsapi,alphavantage",
        "events": "alphavantage",
    }
    return Settings.model_validate({"sources": kinds, "vendors": vendors | limits})


def answer(asked: Asked) -> bytes | None:
    if asked.path == "/v2/everything":
        return newsapi(asked)
    if asked.path == "/query":
        return alphavantage(asked)
    return fred(asked) if asked.path.startswith("/fred/") else polygon(asked)


@asynccontextmanager
async def pipeline(store: MemoryMarket, server: FakeVendor) -> AsyncGenerator[UpdateMarket]:
    """Yield the pipeline of another process: breakers and connections are new."""
    clock, calendars = FrozenClock(NOW), MemoryCalendars()
    async with vendor_http(clock, replace(BRISK, tries=2)) as http:
        settings = settings_for(server.url)
        asked = sources(settings, clock, calendars, Providers(settings, http, MemoryAnswers(clock)))
        ports = PipelinePorts(stores_of(store), asked, CheerfulScorer(), calendars, MemoryChannel(), clock)
        yield wire_pipeline(ports)


async def filled() -> MemoryMarket:
    store = MemoryMarket()
    await store.universe.save([KITE, OAKS], [GROWTH, RATE])
    return store


async def everything(store: MemoryMarket) -> list[str]:
    """Return all that is stored, as text."""
    always = DateSpan()
    symbols = [KITE.symbol, OAKS.symbol]
    return [
        *[str(await store.bars.bars(symbol, always)) for symbol in symbols],
        *map(str, await store.shares.splits(symbols)),
        *map(str, await store.shares.dividends(symbols)),
        *[str(await store.economy.observations(series.id)) for series in (GROWTH, RATE)],
        *map(str, await store.news.articles((), always, 100)),
        *map(str, await store.events.events(always)),
    ]


async def test_a_run_over_providers_stores_what_they_say() -> None:
    async with vendor_server(answer) as server:
        store = await filled()
        async with pipeline(store, server) as update:
            view = await update(SPEC)
        assert view.state is StepState.DONE
        assert sum(step.inserted for step in view.steps) == 6 + 2 + 3 + 3 + 2 + 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_run_over_faults_is_partial_and_the_next_one_makes_it_whole(
    fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    whole, store = await filled(), await filled()
    async with vendor_server(answer) as server:
        async with pipeline(whole, server) as update:
            await update(SPEC)
        server.always = FAULTS[fault]
        async with pipeline(store, server) as update:
            struck = await update(SPEC)
        server.always = None
        async with pipeline(store, server) as update:
            mended = await update(SPEC.model_copy(update={"resume": struck.id}))
            again = await update(SPEC)
    assert struck.state in {StepState.PARTIAL, StepState.FAILED}
    assert mended.state is StepState.DONE
    assert await everything(store) == await everything(whole)
    assert sum(step.inserted + step.updated for step in again.steps) == 0
    assert KEY not in struck.model_dump_json() + mended.model_dump_json() + caplog.text
    named = {told.part for step in struck.steps for told in step.faults}
    assert {"KITE", "OAKS", "GROWTH", "RATE"} <= named
