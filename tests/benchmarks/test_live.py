"""How late many listeners hear what another program publishes."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board
from tests.benchmarks.conftest import Shell
from tests.benchmarks.test_answers import serving

from ballast_adapters.bootstrap.database import open_database
from ballast_adapters.bootstrap.jobs import open_jobs_and_events
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings, load_settings
from ballast_core.shared.events import Event

LISTENERS, A_SECOND, SECONDS, WARMING = 200, 100, 10, 100
LIMIT_S = 0.25


async def publish(settings: Settings) -> None:
    """Publish as many events a second as are to be heard, each about a thing of its own, and when it was."""
    async with open_database(settings) as engine, open_jobs_and_events(engine) as (_, channel):
        begun = monotonic()
        for number in range(WARMING + A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, begun + number / A_SECOND - monotonic()))
            told = {"state": "running", "done": number, "sent": monotonic()}
            at = SystemClock().now()
            await channel.publish([Event(topic="run", subject=f"run-{number}", at=at, data={**told})])
        await asyncio.sleep(1)


def test_200_listeners_hear_100_events_a_second_within_250_ms(
    benchmark: BenchmarkFixture,
    board: Board,
    home: Path,
    ground: Path,
    server: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert server  # it runs on between commands
    monkeypatch.setenv("BALLAST_WORKER__IN_SERVE", "false")  # it would begin its work amid what is measured
    settings = load_settings({"home": home, "data_dir": ground})
    words = [sys.executable, str(Path(__file__).with_name("listeners.py"))]
    with serving(Shell(home, ground)) as host:
        more = [host, "/ws/monitor", str(LISTENERS), str(WARMING + A_SECOND * SECONDS)]
        with subprocess.Popen([*words, *more], stdout=subprocess.PIPE, text=True) as listening:
            assert listening.stdout is not None
            assert listening.stdout.readline() == "open\n"
            benchmark.pedantic(lambda: asyncio.run(publish(settings)), rounds=1)
            heard = json.load(listening.stdout)
    assert {len(late_s) for late_s in heard} == {WARMING + A_SECOND * SECONDS}  # nobody missed anything
    late_s = np.array(heard)[:, WARMING:].ravel()
    work = f"an event to {LISTENERS} listeners, {A_SECOND} a second"
    board.note(f"{work}, median", float(np.median(late_s)))
    assert board.within(f"{work}, p99", float(np.quantile(late_s, 0.99)), LIMIT_S)
