"""The command line, run in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ballast_adapters.cli.main import main


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
