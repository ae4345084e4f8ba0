"""The file that keeps the key of this installation where no setting names one."""

import os
import stat
import sys
import tempfile
from pathlib import Path
from secrets import token_hex

from ballast_core.ops import Check, CheckState
from ballast_core.shared.errors import UnavailableError

NAME = "secret.key"
_MIN_LENGTH = 32
_MIN_BYTES = 32


class SecretKeyError(UnavailableError):
    """The key that tokens, sessions and links are known by cannot be had."""

    code = "crypto.secret_key"

    def __init__(self, file: Path, why: str, advice: str) -> None:
        super().__init__(f"cannot use the secret key {file}: {why}; {advice}")
        self.found = f"{file}: {why}"
        self.advice = advice


def read_or_make_key(home: Path) -> bytes:
    """Return the key in `home`; the first who asks makes it, and two at once get the same.

    Raises `SecretKeyError`.
    """
    file = home / NAME
    try:
        if not file.exists():
            _make(file)
        return _read(file)
    except OSError as error:
        advice = "make it readable for who runs Ballast, or set BALLAST_SECRET_KEY"
        raise SecretKeyError(file, error.strerror or str(error), advice) from error


def check_key(home: Path) -> Check:
    """Tell whether the key in `home` is one, and nobody else may read it; make none."""
    file = home / NAME
    try:
        if not file.exists():
            return _told(CheckState.OK, f"none yet in {home}; it is made when it is first needed")
        _read(file)
        open_to_others = sys.platform != "win32" and stat.S_IMODE(file.stat().st_mode) & 0o077
    except SecretKeyError as error:
        return _told(CheckState.FAILED, error.found, error.advice)
    except OSError as error:
        return _told(CheckState.FAILED, f"{file}: {error.strerror}", "make it readable for who runs Ballast")
    if open_to_others:
        return _told(CheckState.WARNING, f"others may read {file}", f"chmod 600 {file}")
    return _told(CheckState.OK, str(file))


def _told(state: CheckState, found: str, advice: str = "") -> Check:
    return Check(name="secret key", state=state, found=found, advice=advice)


def _read(file: Path) -> bytes:
    key = file.read_bytes().strip()
    if len(key) < _MIN_LENGTH:
        why = f"it has {len(key)} characters, and needs {_MIN_LENGTH} at least" if key else "it is empty"
        advice = "bring it back from a backup, or delete it: then every token, link and session is void"
        raise SecretKeyError(file, why, advice)
    return key


def _make(file: Path) -> None:
    home = file.parent
    _make_home(home)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=home)  # for its owner's eyes only
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(token_hex(_MIN_BYTES) + "\n")
            opened.flush()
            os.fsync(handle)
            _give_to_owner_of(home, handle)
        # A link appears whole or not at all, and never in place of a key that another process just made.
        os.link(fresh, file)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _make_home(home: Path) -> None:
    for folder in reversed([folder for folder in (home, *home.parents) if not folder.exists()]):
        folder.mkdir(exist_ok=True)
        if _root():
            folder.chmod(0o755)  # the user who runs the embedded server has to pass through


def _give_to_owner_of(home: Path, handle: int) -> None:
    if sys.platform != "win32" and _root():
        owner = home.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)


def _root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
