"""The command line, run in this process."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.servers import database

from ballast_adapters.bootstrap import open_app, upgrade, write_demo
from ballast_adapters.cli.main import main
from ballast_adapters.settings import load_settings


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


type Ballast = Callable[..., Ended]


@pytest.fixture
def ballast(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ballast:
    """Run one command in a home of its own, on a screen of 80 columns."""
    monkeypatch.setenv("BALLAST_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BALLAST_DATABASE_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)

    def run(*args: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(arg) for arg in args])
        return Ended(int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the sample models."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    write_demo(folder)
    return folder


@pytest.fixture(scope="session")
def stored(embedded_server: str, sample: Path) -> Iterator[str]:
    """Return the address of a database that holds the sample models."""

    async def read() -> None:
        await upgrade(settings)
        async with open_app(settings) as app:
            await app.tracking.ingest_models()

    with database(embedded_server) as url:
        settings = load_settings({"database_url": url, "data_dir": sample}, env={})
        asyncio.run(read())
        yield url


@pytest.fixture
def ask(ballast: Ballast, stored: str, sample: Path) -> Ballast:
    """Run one command on the sample models."""
    return lambda *args: ballast("--database-url", stored, "--data-dir", sample, *args)
