"""A site that is the same on every day and every machine: run as a program, it tells where it listens."""

import asyncio
import socket
import sys
from pathlib import Path

from tests.in_memory import bench_of

from ballast_adapters.sample import sample_files
from ballast_adapters.settings import Settings
from ballast_core.access import ShareSpec
from ballast_web.serving import server_of

DAYS = 1_500


async def main() -> None:
    """Serve the sample, ingested and shared, until the end of standard input."""
    bench = bench_of(sample_files(days=DAYS))
    await bench.app.tracking.ingest_models()
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


if __name__ == "__main__":
    asyncio.run(main())
