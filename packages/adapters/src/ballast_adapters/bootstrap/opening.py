"""Opening Ballast: settings in, a wired App out."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from ballast_adapters.bootstrap import access, jobs, market, ops, research, tracking, trades
from ballast_adapters.bootstrap.calendars import calendars
from ballast_adapters.bootstrap.computing import open_computing
from ballast_adapters.bootstrap.database import bring_up_to_date, open_database
from ballast_adapters.settings import Settings, load_settings
from ballast_core.app import App
from ballast_core.flows import wire_flows
from ballast_core.jobs import JOBS
from ballast_core.market import Market
from ballast_core.ops import Ops, wire_ops
from ballast_core.shared.ports import Computing, TableWriter
from ballast_core.tracking import Tracking

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from ballast_adapters.remote.ballast import RemoteBallast

    type AnyBallast = App | RemoteBallast


@asynccontextmanager
async def open_app(settings: Settings | None = None) -> AsyncGenerator[App]:
    """Yield Ballast, wired and ready; without settings it reads them from environment and file.

    Raises `InvalidError` for wrong settings, `UnavailableError` when the database cannot be had.
    """
    settings = settings or load_settings()
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(open_database(settings))
        await bring_up_to_date(engine, settings)
        computing = await stack.enter_async_context(open_computing(settings))
        queue, events = await stack.enter_async_context(jobs.open_jobs_and_events(engine))
        known = calendars(engine)
        models = tracking.wire(settings, engine)
        data = await stack.enter_async_context(
            market.open_market(settings, engine, events, known, models.read_held)
        )
        running = wire_ops(ops.ports(settings, engine, queue, events, known), JOBS)
        yield _app(settings, engine, computing, models, data, running)


@asynccontextmanager
async def open_remote(
    url: str, token: str | None = None, *, plain_http: bool = False
) -> AsyncGenerator["RemoteBallast"]:
    """Yield the Ballast that a server at this address runs, as its API lets one ask it.

    Raises `BadAddressError`, `OpenTokenError`, and what the first question brings.
    """
    from ballast_adapters.remote.ballast import remote_ballast
    from ballast_adapters.remote.server import open_server

    async with open_server(url, token, plain_http=plain_http) as server:
        yield remote_ballast(server, table_writer())


def _app(
    settings: Settings,
    engine: "AsyncEngine",
    computing: Computing,
    models: Tracking,
    data: Market,
    running: Ops,
) -> App:
    wired = trades.wire(settings, engine, computing)
    return App(
        tracking=models,
        trades=wired,
        market=data,
        flows=wire_flows(models, wired, data, running, research.optimizers(computing)),
        access=access.wire(settings, engine),
        ops=running,
        tables=table_writer(),
    )


def table_writer() -> TableWriter:
    """Return what writes tables; it needs no database."""
    from ballast_adapters.files.tables import ArrowTables

    return ArrowTables()
