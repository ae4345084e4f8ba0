"""Whatever the description of the API allows or forbids: no fault, and answers as described."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pydantic import SecretStr
from schemathesis.specs.openapi import checks
from tests.in_memory import bench_of

from ballast_adapters.sample import sample_files
from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_adapters.settings import Settings
from ballast_core.app import App
from ballast_core.ops import JobSpec, JobState
from ballast_core.trades import AddSpec, Incoming
from ballast_web.app import create_web

HEADERS = {"Authorization": "Bearer open-to-the-tests"}


@asynccontextmanager
async def ingested() -> AsyncGenerator[App]:
    bench = bench_of(sample_files(days=120))
    await bench.app.tracking.ingest_models()
    files = tuple(Incoming(name, content) for name, content in sample_workbooks(days=40).items())
    await bench.app.trades.add_files(AddSpec(files))
    async with bench.open() as app:
        job = await app.ops.start_job(JobSpec(name="trades.simulate_drawdowns", argument={"paths": 100}))
        ended = [now async for now in app.ops.watch_job(job.id)][-1]
    assert ended.state is JobState.DONE
    # Further jobs wait: hundreds of them, done in the loop that answers, would let no answer through.
    yield bench.app


NUMBERS_IN_BODY = ("/api/v1/simulations", "/api/v1/optimizer")
WEB = create_web(Settings(api_token=SecretStr("open-to-the-tests")), opener=ingested)
ENDLESS = ["/api/v1/monitor/events", "/api/v1/price-ticks/events"]
"""Streams that last for as long as somebody listens."""

API = schemathesis.openapi.from_dict(WEB.openapi()).exclude(path=ENDLESS)
API.app = WEB


@pytest.mark.slow
@API.parametrize()
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    # Some of what a schema allows makes no sense together: a start after its end, a model that is not there.
    excluded = [checks.positive_data_acceptance]
    if case.path.startswith(NUMBERS_IN_BODY):  # where a number is wanted, `false` is read as 0
        excluded.append(checks.negative_data_rejection)
    case.call_and_validate(headers=HEADERS, excluded_checks=excluded)
