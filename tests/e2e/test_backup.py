"""A backup that is restored into an empty place gives the same answers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.surfaces import QUESTIONS

type Run = Callable[..., CompletedProcess[str]]
pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("ingested")]


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """Return a home in which nothing was ever stored."""
    folder = Path(tempfile.mkdtemp(prefix="ballast-e2e-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_backup_and_restore_into_an_empty_place_give_the_same_answers(
    ballast: Run, home: Path, elsewhere: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ballast.backup"
    ballast("db", "backup", str(file))
    there = {"BALLAST_HOME": str(elsewhere), "BALLAST_DATA_DIR": str(home / "data")}
    ballast("db", "restore", str(file), **there)
    for name in (
        "list_models",
        "show_holdings",
        "show_measures",
        "list_findings",
        "list_runs",
        "show_switches",
    ):
        words = [*QUESTIONS[name].command.split(), "--format", "json"]
        assert ballast(*words, **there).stdout == ballast(*words).stdout, name


def test_a_restore_over_what_is_stored_must_be_asked_for(ballast: Run, tmp_path: Path) -> None:
    file = tmp_path / "ballast.backup"
    ballast("db", "backup", str(file))
    assert "holds data already" in ballast("db", "restore", str(file), code=4).stderr
    ballast("db", "restore", str(file), "--replace")
    assert "naz100_pine" in ballast("models").stdout


def test_what_is_no_backup_is_refused_and_changes_nothing(ballast: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a backup")
    before = ballast("models", "--format", "json").stdout
    assert "cannot use the backup" in ballast("db", "restore", str(file), "--replace", code=2).stderr
    assert ballast("models", "--format", "json").stdout == before
