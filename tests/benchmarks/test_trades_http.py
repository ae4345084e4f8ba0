"""Works that answer about trades over HTTP, alone and while a heavy job runs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, timed
from tests.benchmarks.conftest import Shell
from tests.benchmarks.test_answers import CONNECTIONS, REQUESTS, serving

from ballast_adapters.sample.workbooks_demo import sample_workbooks

SERIES = "/api/v1/series/equity?per=all"
LONG_JOB = {"paths": 50_000, "horizon_days": 3_660}


@pytest.fixture(scope="module")
def traded(home: Path, ground: Path, server: str) -> Iterator[str]:
    """Return host and port of a server with the lists of trades of the demonstration."""
    assert server  # it runs on between commands
    shell, folder = Shell(home, ground), ground / "books"
    folder.mkdir()
    for name, content in sample_workbooks().items():
        (folder / name).write_bytes(content)
    shell.ballast("trades", "add", str(folder))
    with serving(shell) as host:
        yield host


@pytest.mark.parametrize("said", ["alone", "while a simulation runs"])
def test_a_cached_series_answer_takes_15_ms_and_seldom_60(
    benchmark: BenchmarkFixture, board: Board, traded: str, said: str
) -> None:
    load = [sys.executable, Path(__file__).with_name("load.py")]
    took_s: list[float] = []

    def ask() -> None:
        words = [traded, SERIES, str(CONNECTIONS), str(REQUESTS)]
        asked = subprocess.run([*load, *words], check=True, capture_output=True)
        took_s.extend(json.loads(asked.stdout))

    with httpx.Client(base_url=f"http://{traded}/api/v1", timeout=30) as client:
        job = client.post("/simulations", json=LONG_JOB).json()["id"] if said != "alone" else None
        timed(benchmark, ask, rounds=3)
        if job is not None:
            assert client.post(f"/jobs/{job}/cancel").status_code == 200
    of_all = np.array(took_s[CONNECTIONS * REQUESTS :])  # the first round warms up
    work = f"cached series of trades over HTTP, {said}"
    kept = [
        board.within(f"{work}, p50", float(np.median(of_all)), 0.015),
        board.within(f"{work}, p99", float(np.quantile(of_all, 0.99)), 0.060),
    ]
    assert all(kept)
