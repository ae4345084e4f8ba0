"""`ballast service`: units that systemd accepts, put in place and taken away again."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Ballast

from ballast_adapters.system.accounts import OutOfReachError, require_reach

FAKE = """#!/bin/sh
echo "$@" >> "$SEEN"
case "$*" in
*restart*) [ ! -e "$SEEN.broken" ] || { echo "Unit is masked." >&2; exit 1; } ;;
*show*) cat <<SAID
Id=ballast-web.service
LoadState=loaded
ActiveState=active
UnitFileState=enabled
Result=success

Id=ballast-ingest.timer
LoadState=loaded
ActiveState=active
UnitFileState=enabled
Result=success
LastTriggerUSec=@1771565400
NextElapseUSecRealtime=@1771651800

Id=ballast-backup.timer
LoadState=not-found
ActiveState=inactive
UnitFileState=
Result=success
LastTriggerUSec=
NextElapseUSecRealtime=n/a
SAID
;;
esac
"""
UNITS = {
    "ballast-web.service",
    "ballast-ingest.service",
    "ballast-ingest.timer",
    "ballast-backup.service",
    "ballast-backup.timer",
}


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a systemctl in the way that only notes what it is told; return where."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "systemctl"
    program.write_text(FAKE)
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")  # noqa: TID251 - handed on
    return tmp_path / "seen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".config/systemd/user"


def units_of(said: str) -> dict[str, str]:
    parts = re.split(r"^# /\S+/(ballast-\S+)\n", said, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("whose", ["--user", "--system"])
def test_a_dry_run_prints_all_units_and_changes_nothing(
    ballast: Ballast, seen: Path, tmp_path: Path, whose: str
) -> None:
    code, out, _ = ballast("service", "install", whose, "--dry-run")
    assert code == 0
    assert units_of(out).keys() == UNITS
    assert "$" not in out
    assert not seen.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
@pytest.mark.parametrize("whose", ["--user", "--system"])
def test_systemd_accepts_the_units_whatever_the_names_of_folders(
    ballast: Ballast, tmp_path: Path, whose: str
) -> None:
    home = tmp_path / 'a home % with "all" $igns'
    _, out, _ = ballast("--home", home, "--data-dir", "/x y", "service", "install", whose, "--dry-run")
    for name, text in units_of(out).items():
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in sorted(UNITS)]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
def test_the_services_of_the_machine_have_few_rights(ballast: Ballast, tmp_path: Path) -> None:
    _, out, _ = ballast("service", "install", "--system", "--dry-run")
    unit = tmp_path / "ballast-web.service"
    unit.write_text(units_of(out)[unit.name])
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(unit)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_units_are_put_in_place_and_started(
    ballast: Ballast, seen: Path, folder: Path, tmp_path: Path
) -> None:
    code, _, err = ballast("service", "install", "--user", "--ingest-at", "23:15", "--keep", "3")
    assert (code, "enable-linger" in err) == (0, True)
    assert {path.name for path in folder.iterdir()} == UNITS
    assert "OnCalendar=*-*-* 23:15" in (folder / "ballast-ingest.timer").read_text()
    assert "--keep 3" in (folder / "ballast-backup.service").read_text()
    assert (tmp_path / "home/backups").is_dir()
    started = "ballast-web.service ballast-ingest.timer ballast-backup.timer"
    assert seen.read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable {started}",
        f"--user restart {started}",
    ]


def test_flags_of_the_install_are_those_of_the_units(ballast: Ballast, seen: Path, folder: Path) -> None:
    assert seen.parent
    ballast("--data-dir", "models", "service", "install", "--user")
    data = seen.parent / "models"
    assert f"Environment=BALLAST_DATA_DIR={data}" in (folder / "ballast-ingest.service").read_text()


def test_an_uninstall_takes_away_the_units_and_leaves_the_data(
    ballast: Ballast, seen: Path, folder: Path, tmp_path: Path
) -> None:
    ballast("service", "install", "--user")
    (folder / "somebody-elses.service").touch()
    assert ballast("service", "uninstall", "--user").code == 0
    assert [path.name for path in folder.iterdir()] == ["somebody-elses.service"]
    assert "--user disable --now ballast-web.service" in seen.read_text()
    assert (tmp_path / "home/backups").is_dir()


def test_to_uninstall_what_is_not_there_is_no_failure(ballast: Ballast, seen: Path) -> None:
    assert ballast("service", "uninstall", "--user").code == 0
    assert "disable" not in seen.read_text()


@pytest.mark.usefixtures("seen")
def test_the_status_tells_what_runs_and_what_comes_next(ballast: Ballast) -> None:
    code, out, _ = ballast("service", "status", "--user", "--format", "csv")
    web, timer, missing = out.splitlines()[1:]
    assert code == 0
    assert web.startswith("ballast-web.service,active,yes,success")
    assert "2026-02-20" in timer
    assert "2026-02-21" in timer
    assert missing.startswith("ballast-backup.timer,not installed")


def test_what_systemd_refuses_is_told_in_its_words(ballast: Ballast, seen: Path) -> None:
    seen.with_name("seen.broken").touch()
    code, _, err = ballast("service", "install", "--user")
    assert code == 7
    assert "restart" in err
    assert "Unit is masked." in err


def test_without_systemd_other_ways_are_named(
    ballast: Ballast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = ballast("service", "status", "--user")
    assert (code, "Docker Compose" in err) == (6, True)


def test_only_root_may_change_the_machine(ballast: Ballast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for words in (("install", "--system"), ("uninstall", "--system")):
        code, _, err = ballast("service", *words)
        assert (code, "sudo" in err) == (5, True)


def test_a_program_that_the_user_cannot_reach_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "ballast"
    program.touch(mode=0o755)
    with pytest.raises(OutOfReachError, match="/opt/ballast"):
        require_reach("nobody", program)


def test_a_program_of_the_system_is_within_reach() -> None:
    require_reach("nobody", Path("/bin/sh"))
