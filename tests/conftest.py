"""What every test gets: no way out to the network, a seeded Generator, patient properties."""

import sys

import numpy as np
import pytest
from hypothesis import settings

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", ""}  # noqa: S104 - compared with, never bound

# Two tests that share a core are slow, not wrong, and a failure must come back on the next run.
settings.register_profile("ballast", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ballast")


def pytest_configure(config: pytest.Config) -> None:
    """Close the network, unless the tests that need it were asked for."""
    if "online" not in str(config.option.markexpr).replace("not online", ""):
        sys.addaudithook(_stay_home)


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
