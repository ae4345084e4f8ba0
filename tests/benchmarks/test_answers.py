"""Works that answer questions: over HTTP and from the shell."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.board import Board, timed
from tests.benchmarks.conftest import BALLAST, Shell

CONNECTIONS, REQUESTS = 6, 300
PERFORMANCE = "/api/v1/models/naz100_pine/performance"


@contextmanager
def serving(shell: Shell) -> Iterator[str]:
    """Serve the API from a process of its own; yield host and port."""
    command = [BALLAST, *shell.flags(), "serve", "--port=0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = re.search(r"http://([\d.:]+)", process.stderr.readline())
            Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the server
            yield found[1]
        finally:
            process.terminate()


@pytest.mark.parametrize(("question", "said"), [("?points=0", "all points"), ("", "2,000 points")])
def test_a_5000_point_performance_answer_takes_15_ms_and_seldom_50(
    benchmark: BenchmarkFixture, board: Board, long_shell: Shell, question: str, said: str
) -> None:
    load = [sys.executable, Path(__file__).with_name("load.py")]
    took_s: list[float] = []

    def ask() -> None:
        words = [host, PERFORMANCE + question, str(CONNECTIONS), str(REQUESTS)]
        asked = subprocess.run([*load, *words], check=True, capture_output=True)
        took_s.extend(json.loads(asked.stdout))

    with serving(long_shell) as host:
        timed(benchmark, ask, rounds=3)
    of_all = np.array(took_s[CONNECTIONS * REQUESTS :])  # the first round warms up
    work = f"performance of 5,000 days over HTTP, {said}"
    kept = [
        board.within(f"{work}, p50", float(np.median(of_all)), 0.015),
        board.within(f"{work}, p99", float(np.quantile(of_all, 0.99)), 0.050),
    ]
    assert all(kept)


def test_models_answers_a_cold_shell_in_600_ms(
    benchmark: BenchmarkFixture, board: Board, long_shell: Shell
) -> None:
    answered_s = timed(benchmark, lambda: long_shell.ballast("models"), rounds=12)
    assert board.within("`ballast models` from a cold shell", answered_s, 0.6)


def test_help_comes_at_once(benchmark: BenchmarkFixture, board: Board, home: Path, ground: Path) -> None:
    shell = Shell(home, ground)
    board.note("`ballast --help`", timed(benchmark, lambda: shell.ballast("--help"), rounds=12))
