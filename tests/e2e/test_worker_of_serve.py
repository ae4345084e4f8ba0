"""The worker beside a server: there from the start, replaced when it dies, gone with the server."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from tests.e2e.conftest import BALLAST

pytestmark = pytest.mark.postgres

PATIENCE_S = 40.0


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A server that serves."""
    serving = subprocess.Popen(
        [BALLAST, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert serving.stderr
    assert "serves on" in serving.stderr.readline()
    yield serving
    serving.kill()
    serving.communicate()


def worker_of(server: subprocess.Popen[str]) -> psutil.Process | None:
    """Return the process beside the server, once it is one that works."""
    below = psutil.Process(server.pid).children()
    return next((one for one in below if "spawn_main" in " ".join(one.cmdline())), None)


def until[T](look: Callable[[], T]) -> T:
    """Look until there is something to see."""
    deadline = time.monotonic() + PATIENCE_S
    while not (seen := look()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return seen


def test_a_worker_that_dies_is_followed_by_another(server: subprocess.Popen[str]) -> None:
    first = until(lambda: worker_of(server))
    assert first
    first.kill()
    assert until(lambda: (now := worker_of(server)) and now.pid != first.pid)


def test_a_server_that_is_killed_takes_its_worker_along(server: subprocess.Popen[str]) -> None:
    worker = until(lambda: worker_of(server))
    assert worker
    server.kill()
    assert until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)


def test_a_server_that_is_stopped_stops_its_worker(server: subprocess.Popen[str]) -> None:
    worker = until(lambda: worker_of(server))
    assert worker
    server.send_signal(signal.SIGTERM)
    server.wait(30)
    assert not worker.is_running()
