"""A place to measure in: models, a running server, a shell, and the board on which all limits stand."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.benchmarks.board import Board

from ballast_adapters.postgres import EmbeddedPostgres
from ballast_adapters.sample import write_sample

BALLAST = Path(sys.executable).with_name("ballast")
OPEN_AND_CLOSE = """
import sys
from ballast_adapters.cli import main
from ballast_adapters.cli.run import run
from ballast_adapters.settings import load_settings

async def nothing(app): pass

run(load_settings(dict(word.split("=", 1) for word in sys.argv[1:])), nothing)
"""
_BOARD = pytest.StashKey[Board]()


@dataclass(frozen=True, slots=True)
class Shell:
    """Where `ballast` is called, each time as a new process."""

    home: Path
    data_dir: Path
    more: dict[str, str] = field(default_factory=dict)

    def ballast(self, *words: str) -> None:
        """Run one command to its end."""
        _run([BALLAST, *self.flags(), *words])

    def open_and_close(self) -> None:
        """Do what every command does, and nothing else."""
        _run([sys.executable, "-c", OPEN_AND_CLOSE, *(f"{name}={value}" for name, value in self._given())])

    def flags(self) -> list[str]:
        """Return the flags that every command needs here."""
        return [f"--{name.replace('_', '-')}={value}" for name, value in self._given()]

    def _given(self) -> list[tuple[str, object]]:
        return [("home", self.home), ("data_dir", self.data_dir), *self.more.items()]


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BOARD] = Board()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("works and their limits")
    for line in config.stash[_BOARD]:
        terminalreporter.write_line(line)


@pytest.fixture
def board(request: pytest.FixtureRequest) -> Board:
    """Return the board of this run."""
    return request.config.stash[_BOARD]


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """Return a folder that every user of this system may pass: as root the server is another one."""
    folder = Path(tempfile.mkdtemp(prefix="ballast-bench-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def home(ground: Path) -> Path:
    """Return a home of Ballast."""
    return ground / "home"


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    """The embedded server of the home, running; yields its address."""
    with EmbeddedPostgres(home / "postgres").open_sync() as url:
        yield url


@pytest.fixture(scope="session")
def long_models(ground: Path) -> Path:
    """Six invented models with 5,000 days each."""
    write_sample(ground / "long", days=5_000)
    return ground / "long"


@pytest.fixture(scope="session")
def shared_models(request: pytest.FixtureRequest, ground: Path) -> Path:
    """The real models beside the project, or else the sample."""
    real = request.config.rootpath.parent / "shared" / "data" / "pytaaa"
    if real.is_dir():
        return real
    request.config.stash[_BOARD].note("There are no shared models here: the sample stands in for them.")
    write_sample(ground / "sample")
    return ground / "sample"


@pytest.fixture(scope="session")
def long_shell(request: pytest.FixtureRequest, home: Path, long_models: Path) -> Shell:
    """A shell with the six long models ingested; the server runs on between commands."""
    request.getfixturevalue("server")
    shell = Shell(home, long_models)
    shell.ballast("ingest")
    return shell
