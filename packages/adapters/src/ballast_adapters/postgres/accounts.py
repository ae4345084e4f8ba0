"""Who runs the server: ourselves, or an ordinary user where we are root, because PostgreSQL refuses root."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ballast_adapters.postgres.errors import BlockedFolderError, ForeignFolderError, NoAccountError

if sys.platform != "win32":
    import pwd

SYSTEM_HOME = Path("/var/lib/ballast")
_SYSTEM_USER = "ballast"
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this system who is not root."""

    name: str
    uid: int
    gid: int


def server_account(folder: Path) -> Account | None:
    """Return who has to run the server of `folder`; nothing means ourselves.

    As root that is the owner of the folder, or else the system user `ballast`, who is made when missing.
    Raises `ForeignFolderError` when the folder is somebody else's, `NoAccountError`.
    """
    if sys.platform == "win32":
        return None
    me = os.geteuid()
    try:
        owner = folder.stat()
    except FileNotFoundError:
        return None if me else _system_account()
    if me == 0 and owner.st_uid == 0:
        raise ForeignFolderError(folder, "root, who cannot run PostgreSQL")
    if me == owner.st_uid:
        return None
    if me != 0:
        raise ForeignFolderError(folder, _name(owner.st_uid))
    return Account(_name(owner.st_uid), owner.st_uid, owner.st_gid)


def make_private(folder: Path, account: Account | None) -> None:
    """Make `folder` for its user alone, and the folders above it where they are missing."""
    if folder.is_dir():
        return
    for parent in reversed([p for p in folder.parents if not p.exists()]):
        parent.mkdir(exist_ok=True)
        if account is not None:
            parent.chmod(0o755)  # made here, so root's umask may not lock the account out
    if account is not None:
        require_passage(folder, account)
    # Under its final name it appears with its owner and mode at once: another process may be looking.
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    give(fresh, account)
    try:
        fresh.rename(folder)
    except OSError:
        fresh.rmdir()
        if not folder.is_dir():
            raise


def give(path: Path, account: Account | None) -> None:
    """Let `account` own a file or folder that we have just made."""
    if sys.platform != "win32" and account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def require_passage(goal: Path, account: Account) -> None:
    """Raise `BlockedFolderError` if `account` cannot get to `goal`, whose own mode is not looked at."""
    for folder in reversed(goal.resolve().parents):
        if not may_use(folder, account, 0o1):
            raise BlockedFolderError(goal, folder, account.name)


def may_use(path: Path, account: Account, bits: int) -> bool:
    """Whether owner, group or the others' mode gives `account` all `bits` (4 read, 2 write, 1 pass)."""
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    shift = 6 if found.st_uid == account.uid else 3 if found.st_gid == account.gid else 0
    return (mode >> shift) & bits == bits


def launch(command: Sequence[str | Path], account: Account | None, folder: Path) -> subprocess.Popen[bytes]:
    """Start a program in `folder` as `account`, out of reach of our terminal, its words in a pipe.

    Its environment holds nothing of ours, because each PGDATA, PGPORT or PGOPTIONS would steer it.
    """
    try:
        return subprocess.Popen(  # noqa: S603 -- the programs of PostgreSQL, by full path
            command,
            cwd=folder,
            env=None if sys.platform == "win32" else _ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except PermissionError as error:
        if account is None:
            raise
        raise NoAccountError(account.name, f"may not become that user: {error.strerror}") from error


def run(
    command: Sequence[str | Path], account: Account | None, folder: Path, said: str = ""
) -> tuple[int, str]:
    """Run a program to its end with `said` as its input; return its exit status and its words."""
    with launch(command, account, folder) as process:
        words, _ = process.communicate(said.encode())
    return process.returncode, words.decode(errors="replace").strip()


def _system_account() -> Account:
    with suppress(KeyError):
        return _entry(pwd.getpwnam(_SYSTEM_USER))
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is None:
        raise NoAccountError(_SYSTEM_USER, "there is no useradd")
    options = ["--system", "--user-group", "--home-dir", str(SYSTEM_HOME), "--shell", "/usr/sbin/nologin"]
    status, words = run([useradd, *options, _SYSTEM_USER], None, Path("/"))
    try:
        return _entry(pwd.getpwnam(_SYSTEM_USER))  # also when another process made it at the same moment
    except KeyError as error:
        raise NoAccountError(_SYSTEM_USER, words or f"useradd ended with {status}") from error


def _entry(found: "pwd.struct_passwd") -> Account:
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
