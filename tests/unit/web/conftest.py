"""The web application over memory adapters, empty and filled."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from tests.in_memory import Bench, bench_of, client_of

from ballast_adapters.sample import sample_files


@pytest.fixture(scope="session")
def sample() -> dict[str, bytes]:
    """Return the files of a small sample."""
    return sample_files(days=400)


@pytest.fixture
def empty(sample: dict[str, bytes]) -> Bench:
    """Return a Ballast that has ingested nothing."""
    return bench_of(sample)


@pytest.fixture
async def bench(empty: Bench) -> Bench:
    """Return a Ballast that has ingested the sample."""
    await empty.app.tracking.ingest_models()
    return empty


@pytest.fixture(scope="session")
async def api(sample: dict[str, bytes]) -> AsyncGenerator[httpx.AsyncClient]:
    """Return a client of one Ballast for all who only ask: on this machine, without a token."""
    bench = bench_of(sample)
    await bench.app.tracking.ingest_models()
    async with client_of(bench.web()) as client:
        yield client
