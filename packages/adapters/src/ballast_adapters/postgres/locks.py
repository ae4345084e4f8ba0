"""Locks between processes; whoever dies loses them at once."""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from portalocker import AlreadyLocked, LockFlags, lock, unlock

from ballast_adapters.postgres.accounts import Account
from ballast_adapters.postgres.errors import ServerBusyError

_LOOK_AGAIN_S = 0.01


class LockFile:
    """An open file that can be locked; each instance counts as a holder of its own."""

    def __init__(self, path: Path, account: Account | None) -> None:
        self._path = path
        # A link in a folder that is not root's must not lead root anywhere.
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        new = not path.exists()
        self._file = os.open(path, flags, 0o600)
        if new and account is not None:
            os.fchown(self._file, account.uid, account.gid)

    def share(self) -> None:
        """Hold it together with other sharers."""
        lock(self._file, LockFlags.SHARED)

    def try_alone(self) -> bool:
        """Hold it alone, instead of what was held; say whether that went."""
        unlock(self._file)
        try:
            lock(self._file, LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING)
        except AlreadyLocked:
            return False
        return True

    def close(self) -> None:
        """Let go, also of what a forked child has inherited."""
        unlock(self._file)
        os.close(self._file)


@contextmanager
def alone(path: Path, account: Account | None, timeout_s: float) -> Generator[None]:
    """Hold `path` alone. Raises `ServerBusyError` when another holds it for longer than `timeout_s`."""
    end = time.monotonic() + timeout_s
    file = LockFile(path, account)
    try:
        while not file.try_alone():
            if time.monotonic() > end:
                raise ServerBusyError(path, timeout_s)
            time.sleep(_LOOK_AGAIN_S)
        yield
    finally:
        file.close()
