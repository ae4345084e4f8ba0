"""A backup that is restored into an empty place gives the same answers."""

import json
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


def test_a_backup_proves_itself_and_replaces_the_oldest_of_its_folder(ballast: Run, tmp_path: Path) -> None:
    for day in ("01", "02"):
        (tmp_path / f"ballast-202001{day}T000000Z.dump").touch()
    done = ballast("db", "backup", str(tmp_path), "--verify", "--keep", "2")
    assert "none missing" in done.stderr
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == 2
    assert kept[0] == "ballast-20200102T000000Z.dump"


def test_a_backup_is_verified_beside_the_database(ballast: Run, tmp_path: Path) -> None:
    file = tmp_path / "ballast.dump"
    ballast("db", "backup", str(file))
    rows = json.loads(ballast("db", "verify", str(file), "--same", "--format", "json").stdout)["tables"]
    counts = {row["table"]: row["kept"] for row in rows}
    assert counts["tracking.models"] > 4
    assert all(row["kept"] == row["least"] == row["most"] for row in rows)


def test_a_backup_that_lacks_rows_is_told(ballast: Run, tmp_path: Path) -> None:
    file = tmp_path / "ballast.dump"
    ballast("db", "backup", str(file))
    ballast("ingest", "--full")  # one more run is recorded
    assert "tracking.ingest_runs" in ballast("db", "verify", str(file), "--same", code=4).stderr
    assert ballast("db", "verify", str(file)).stdout


def test_a_damaged_backup_is_refused_when_it_is_verified(ballast: Run, tmp_path: Path) -> None:
    file = tmp_path / "ballast.dump"
    ballast("db", "backup", str(file))
    file.write_bytes(file.read_bytes()[:-2_000])
    assert "cannot use the backup" in ballast("db", "verify", str(file), code=2).stderr


def test_only_a_folder_can_be_tidied(ballast: Run, tmp_path: Path) -> None:
    assert (
        "--keep needs a folder" in ballast("db", "backup", str(tmp_path / "x"), "--keep", "3", code=2).stderr
    )
