"""A site that is the same on every day and every machine: run as a program, it tells where it listens."""

import asyncio
import socket
import sys
from pathlib import Path

from tests.in_memory import bench_of

from ballast_adapters.sample import sample_files, sample_universe
from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_adapters.settings import Settings
from ballast_core.access import ShareSpec
from ballast_core.app import App
from ballast_core.market import ImportSpec, UniverseFile, UpdateSpec
from ballast_core.ops import JobSpec
from ballast_core.trades import AddSpec, Incoming
from ballast_web.serving import server_of

DAYS = 1_500
TRADE_DAYS = 900
MARKET_START, HOLED = "2025-10-01", "ABYV"
JOBS = (
    JobSpec(name="trades.simulate_drawdowns", argument={"paths": 500}),
    JobSpec(name="trades.allocate_contracts"),
    JobSpec(name="flows.optimize_selection"),
    JobSpec(name="flows.show_frontier"),
)


async def main(*, bare: bool) -> None:
    """Serve the sample, ingested and shared, or nothing at all, until the end of standard input."""
    bench = bench_of({} if bare else sample_files(days=DAYS))
    if not bare:
        await bench.app.tracking.ingest_models()
        async with bench.open() as app:
            await _add_trades(app)
            await _add_market(app)
    share = await bench.app.access.create_share(ShareSpec(label="For Ann", models=(), expires_days=30))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = server_of(bench.web(Settings(data_dir=Path("/srv/models"))))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        host, port = listener.getsockname()
        sys.stdout.write(f"http://{host}:{port} {share.secret}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        server.should_exit = True
        await serving


async def _add_trades(app: App) -> None:
    """Add the sample's files of trades, and let each heavy work run once, in this order."""
    workbooks = sample_workbooks(days=TRADE_DAYS)
    await app.trades.add_files(AddSpec(tuple(Incoming(*one) for one in workbooks.items())))
    for spec in JOBS:
        job = await app.ops.start_job(spec)
        async for _ in app.ops.watch_job(job.id):
            pass


async def _add_market(app: App) -> None:
    """Take in a part of the sample's universe, and fetch it but for one month of one symbol."""
    files = [UniverseFile(name, _some(content)) for name, content in sample_universe().items()]
    await app.market.import_universe(ImportSpec(tuple(files)))
    held = [one.instrument.symbol for one in (await app.market.list_instruments()).instruments]
    others = tuple(symbol for symbol in held if symbol != HOLED)
    await app.market.update_market(_back(symbols=others, start=MARKET_START))
    await app.market.update_market(_back(symbols=(HOLED,), start=MARKET_START, end="2026-02-03"))
    await app.market.update_market(_back(symbols=(HOLED,), start="2026-02-25"))


def _some(content: bytes) -> bytes:
    """Return the head of a file and every third row."""
    head, *rows = content.decode().splitlines()
    return "\n".join([head, *rows[::3]]).encode()


def _back(**asked: object) -> UpdateSpec:
    return UpdateSpec.model_validate({"mode": "backfill", **asked})


if __name__ == "__main__":
    asyncio.run(main(bare="bare" in sys.argv))
