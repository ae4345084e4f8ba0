"""Ballast as a user has it: a home, the sample, the embedded server, commands in processes of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.e2e.forked import commands

from ballast_adapters.postgres import EmbeddedPostgres
from ballast_adapters.sample import write_sample
from ballast_adapters.sample.workbooks_demo import sample_workbooks
from ballast_adapters.settings import Settings, load_settings

BALLAST = str(Path(sys.executable).with_name("ballast"))

type Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """Return a home with its server running and the sample in its data folder."""
    folder = Path(tempfile.mkdtemp(prefix="ballast-e2e-"))
    folder.chmod(0o755)
    write_sample(folder / "data", days=400)
    with EmbeddedPostgres(folder / "postgres", durable=False).open_sync():
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """Return the environment of a user who has this home and no other setting."""
    mine = os.environ  # noqa: TID251 - the test's own, handed on to the commands
    others = {name: value for name, value in mine.items() if not name.startswith("BALLAST_")}
    return others | {"BALLAST_HOME": str(home), "COLUMNS": "120", "NO_COLOR": "1"}


@pytest.fixture(scope="session")
def settings(environment: dict[str, str]) -> Settings:
    """Return the settings of this environment."""
    return load_settings(
        env={name: value for name, value in environment.items() if name.startswith("BALLAST_")}
    )


@pytest.fixture(scope="session")
def ballast(environment: dict[str, str]) -> Iterator[Run]:
    """Run a `ballast` command to its end."""
    with commands(environment) as ask:

        def run(*words: str, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
            done = ask(words, more)
            assert done.returncode == code, done.stderr
            return done

        yield run


@pytest.fixture(scope="session")
def traded(ballast: Run, home: Path) -> None:
    """Have lists of trades in the database."""
    folder = home / "books"
    folder.mkdir()
    for name, content in sample_workbooks(days=250).items():
        (folder / name).write_bytes(content)
    ballast("trades", "add", str(folder))


@pytest.fixture(scope="session")
def ingested(ballast: Run) -> None:
    """Have the sample in the database."""
    ballast("ingest")
