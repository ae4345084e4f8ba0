"""What every test gets: no way out to the network, a seeded Generator, patient properties."""

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

pytest_plugins = ["tests.servers"]

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", ""}  # noqa: S104 - compared with, never bound

# Two tests that share a core are slow, not wrong, and a failure must come back on the next run.
settings.register_profile("ballast", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ballast")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let goldens be written anew."""
    parser.addoption("--golden-update", action="store_true", help="write goldens instead of comparing them")


def pytest_configure(config: pytest.Config) -> None:
    """Close the network, unless the tests that need it were asked for."""
    if "online" not in str(config.option.markexpr).replace("not online", ""):
        sys.addaudithook(_stay_home)


def pytest_collection_finish() -> None:
    """Have the garbage collector pass by all modules and tests, which stay anyway, each time it looks."""
    gc.collect()
    gc.freeze()


def _stay_home(event: str, args: tuple[object, ...]) -> None:
    host: object = None
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    elif event == "socket.getaddrinfo":
        host = args[0]
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name not in LOOPBACK:
        msg = f"a test tried to reach {name}; tests stay on this machine"
        raise PermissionError(msg)


@pytest.fixture
def rng() -> np.random.Generator:
    """Return a Generator that gives the same numbers on every run."""
    return np.random.default_rng(20_240_229)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of the project; with --golden-update write the file."""

    def compare(path: str, text: str) -> None:
        file = Path(__file__).parents[1] / path
        if request.config.getoption("--golden-update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.is_file(), f"there is no {path}; write it with --golden-update"
        assert text == file.read_text("utf-8")

    return compare
