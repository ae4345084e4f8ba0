"""Ballast in memory, filled from the sample, and clients of its web application."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI

from ballast_adapters.bootstrap import table_writer
from ballast_adapters.bootstrap.sources import sources
from ballast_adapters.calendars.cron import CronSimTimes
from ballast_adapters.files.contracts import default_contracts
from ballast_adapters.memory.access import CountedSecrets, MemoryAccessStore, QuickPasswords
from ballast_adapters.memory.answers import MemoryAnswers
from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.computing import InlineComputing
from ballast_adapters.memory.files import MemoryCharts, MemoryModelFiles
from ballast_adapters.memory.jobs import MemoryJobQueue
from ballast_adapters.memory.market import MemoryMarket
from ballast_adapters.memory.market_inventory import MemoryInventory
from ballast_adapters.memory.optimizer import MemoryOptimizer
from ballast_adapters.memory.schedules import MemorySchedules
from ballast_adapters.memory.sentiment import MemoryScorer
from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_adapters.settings import Settings
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.access import Access, AccessLimits, AccessPorts, wire_access
from ballast_core.app import App
from ballast_core.flows import wire_flows
from ballast_core.jobs import JOBS
from ballast_core.market import HeldTickers, MarketPorts, PipelineStores, wire_market
from ballast_core.ops import Check, CheckState, OpsPorts, PoolUse, RunJob, wire_ops
from ballast_core.shared.ports import Clock
from ballast_core.tracking import FileKind, TrackingPorts, wire_tracking
from ballast_core.trades import ContractTable, TradeLimits, TradesPorts, wire_trades
from ballast_web.app import create_web

HOME = "http://127.0.0.1:8000"
_KINDS = {
    "json": FileKind.CONFIG,
    "status.params": FileKind.STATUS,
    "holdings.params": FileKind.HOLDINGS,
    "ranks.params": FileKind.RANKS,
    "backtestPortfolioValue.params": FileKind.BACKTEST,
}


@dataclass
class StillProbes:
    """Find what they are told to find."""

    state: CheckState = CheckState.OK

    async def checks(self) -> list[Check]:
        return [Check(name="database", state=self.state, found="in memory", advice="nothing to do")]

    async def essentials(self) -> list[Check]:
        return await self.checks()

    def pool(self) -> PoolUse:
        return PoolUse(size=5, in_use=0)


@dataclass(frozen=True)
class Bench:
    """Ballast with its parts in reach."""

    app: App
    files: MemoryModelFiles
    charts: dict[str, dict[str, bytes]]
    store: MemoryTrackingStore
    trade_store: MemoryTradeStore
    market: MemoryMarket
    clock: FrozenClock
    probes: StillProbes
    jobs: MemoryJobQueue
    channel: MemoryChannel
    schedules: MemorySchedules

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[App]:
        """Yield the app, with a worker that does its jobs."""
        async with self.jobs.worked(RunJob(self.jobs, self.app, JOBS)):
            yield self.app

    def web(self, settings: Settings | None = None) -> FastAPI:
        return create_web(settings or Settings(), opener=self.open, clock=self.clock)


def bench_of(
    sample: Mapping[str, bytes],
    contracts: ContractTable | None = None,
    trade_store: MemoryTradeStore | None = None,
) -> Bench:
    """Return a Ballast that could ingest these files, and has ingested nothing.

    Without a table of contracts it takes the one that is shipped, without a store it has no trades.
    """
    files, charts = _files_of(sample)
    store, probes = MemoryTrackingStore(), StillProbes()
    clock = FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    folder = MemoryModelFiles(files)
    ports = TrackingPorts(
        models=store,
        values=store,
        snapshots=store,
        findings=store,
        ingests=store,
        files=folder,
        charts=MemoryCharts(charts),
        clock=clock,
    )
    trade_store = trade_store or MemoryTradeStore()
    trades_ports = TradesPorts(
        files=trade_store,
        uploads=trade_store,
        mappings=trade_store,
        sheets=CalamineSheets(),
        contracts=default_contracts() if contracts is None else contracts,
        clock=clock,
        limits=TradeLimits(),
        computing=InlineComputing(),
        artifacts=MemoryArtifacts(),
        release="test",
    )
    jobs = MemoryJobQueue(clock)
    channel, schedules, calendars = MemoryChannel(), MemorySchedules(), MemoryCalendars()
    ops = OpsPorts(probes, jobs, schedules, CronSimTimes(), calendars, channel, clock)
    market = MemoryMarket()
    models = wire_tracking(ports)
    data = wire_market(_market_ports(market, clock, channel, calendars, models.read_held))
    trades, running = wire_trades(trades_ports), wire_ops(ops, JOBS)
    optimizers = {"skfolio": MemoryOptimizer(), "riskfolio": MemoryOptimizer()}
    app = App(
        tracking=models,
        trades=trades,
        market=data,
        flows=wire_flows(models, trades, data, running, optimizers),
        access=access_of(clock),
        ops=running,
        tables=table_writer(),
    )
    return Bench(app, folder, charts, store, trade_store, market, clock, probes, jobs, channel, schedules)


def _files_of(
    sample: Mapping[str, bytes],
) -> tuple[dict[str, dict[FileKind, bytes]], dict[str, dict[str, bytes]]]:
    """Return the files and the charts of each model."""
    files: dict[str, dict[FileKind, bytes]] = defaultdict(dict)
    charts: dict[str, dict[str, bytes]] = defaultdict(dict)
    for path, content in sample.items():
        model, name = path.split("/")[0], path.split("/")[-1]
        if name.endswith(".png"):
            charts[model][name] = content
        kind = next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), None)
        if kind:
            files[model][kind] = content
    return dict(files), charts


def _market_ports(
    market: MemoryMarket,
    clock: Clock,
    channel: MemoryChannel,
    calendars: MemoryCalendars,
    held: HeldTickers,
) -> MarketPorts:
    return MarketPorts(
        clock=clock,
        events=channel,
        calendars=calendars,
        stores=stores_of(market),
        sources=sources(Settings(), clock, calendars),
        scorer=MemoryScorer(),
        inventory=MemoryInventory(market),
        answers=MemoryAnswers(clock),
        held=held,
    )


def stores_of(market: MemoryMarket) -> PipelineStores:
    """Return what keeps market data, as its use cases ask for it."""
    return PipelineStores(
        universe=market.universe,
        bars=market.bars,
        shares=market.shares,
        economy=market.economy,
        news=market.news,
        events=market.events,
        quality=market.quality,
        runs=market.runs,
    )


def access_of(clock: Clock, limits: AccessLimits | None = None) -> Access:
    """Return an access that nobody has come in through yet; its secrets are the same each time."""
    store = MemoryAccessStore()
    ports = AccessPorts(
        owners=store,
        sessions=store,
        tokens=store,
        shares=store,
        actions=store,
        passwords=QuickPasswords(),
        secrets=CountedSecrets(),
        clock=clock,
    )
    return wire_access(ports, limits or AccessLimits())


@asynccontextmanager
async def client_of(
    web: FastAPI, base_url: str = HOME, headers: Mapping[str, str] | None = None
) -> AsyncGenerator[httpx.AsyncClient]:
    """Yield a client that talks to a started web application without a socket."""
    transport = httpx.ASGITransport(web, raise_app_exceptions=False)
    async with (
        web.router.lifespan_context(web),
        httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers) as client,
    ):
        yield client
