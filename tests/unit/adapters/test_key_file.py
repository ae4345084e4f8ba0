"""The file of the secret key: made once, the same for all, and clear about what is wrong with it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ballast_adapters.crypto.key_file import SecretKeyError, check_key, read_or_make_key
from ballast_core.ops import CheckState

ROOT_ONLY = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can give files to others"
)
MAKE = """
import sys
from pathlib import Path
from ballast_adapters.crypto.key_file import read_or_make_key
sys.stdin.read()
print(read_or_make_key(Path(sys.argv[1])).decode())
"""


def test_the_first_who_asks_makes_the_key(tmp_path: Path) -> None:
    key = read_or_make_key(tmp_path / "new" / "home")
    assert len(key) == 64
    assert read_or_make_key(tmp_path / "new" / "home") == key


def test_only_its_owner_may_read_the_key(tmp_path: Path) -> None:
    read_or_make_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_nothing_else_is_left_beside_the_key(tmp_path: Path) -> None:
    read_or_make_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    assert read_or_make_key(tmp_path / "a") != read_or_make_key(tmp_path / "b")


def test_processes_that_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, tmp_path / "home"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in asked:  # all wait for the end of their input, then run off together
        assert process.stdin
        process.stdin.close()
    keys: set[str] = set()
    for process in asked:
        with process:
            assert process.stdout
            keys.add(process.stdout.read())
    assert {process.returncode for process in asked} == {0}
    assert [len(key.strip()) for key in keys] == [64]


WRONG = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n", "it is empty"),
    "short": (b"x" * 31, "31 characters"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_is_no_key_says_so(tmp_path: Path, case: str) -> None:
    content, said = WRONG[case]
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(SecretKeyError, match=said):
        read_or_make_key(tmp_path)
    assert (tmp_path / "secret.key").read_bytes() == content


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(SecretKeyError, match=r"secret\.key: .*BALLAST_SECRET_KEY"):
        read_or_make_key(tmp_path)


def test_a_home_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SecretKeyError, match="BALLAST_SECRET_KEY"):
        read_or_make_key(tmp_path / "file" / "home")


@ROOT_ONLY
def test_a_key_that_root_makes_belongs_to_who_owns_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 12_345, 23_456)
    read_or_make_key(home)
    found = (home / "secret.key").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12_345, 23_456, 0o600)


@ROOT_ONLY
def test_a_home_that_root_makes_lets_the_user_of_the_database_pass(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        read_or_make_key(tmp_path / "new" / "home")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new", tmp_path / "new" / "home")]
    assert modes == [0o755, 0o755]


def test_a_look_makes_no_key(tmp_path: Path) -> None:
    assert check_key(tmp_path).state is CheckState.OK
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_others_may_read_is_a_warning(tmp_path: Path) -> None:
    read_or_make_key(tmp_path)
    assert check_key(tmp_path).state is CheckState.OK
    (tmp_path / "secret.key").chmod(0o644)
    check = check_key(tmp_path)
    assert (check.state, check.advice) == (CheckState.WARNING, f"chmod 600 {tmp_path / 'secret.key'}")


@pytest.mark.parametrize("case", WRONG)
def test_a_look_at_what_is_no_key_says_so(tmp_path: Path, case: str) -> None:
    content, said = WRONG[case]
    (tmp_path / "secret.key").write_bytes(content)
    check = check_key(tmp_path)
    assert (check.state, said in check.found, "backup" in check.advice) == (CheckState.FAILED, True, True)


def test_a_look_at_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()
    assert check_key(tmp_path).state is CheckState.FAILED
