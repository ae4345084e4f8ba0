"""Reading a disk that others write to, and that may say no."""

import os
from pathlib import Path

from ballast_core.shared.errors import UnavailableError

MAX_BYTES = 64 * 2**20


class FileUnreadableError(UnavailableError):
    """A file is there and cannot be read now."""

    code = "files.unreadable"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"cannot read {path}: {why}")
        self.path = path


def refused(path: Path, error: OSError) -> FileUnreadableError:
    """Return our error for one of the system."""
    advice = "; let this user read it" if isinstance(error, PermissionError) else ""
    return FileUnreadableError(path, f"{reason(error)}{advice}")


def reason(error: OSError) -> str:
    """Return what the system said, without its numbers."""
    return (error.strerror or str(error)).lower()


def read_whole(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that did not change meanwhile.

    Raises `FileUnreadableError` when it is too large, may not be read or is being written twice in a row.
    """
    try:
        for _ in range(2):
            content, steady = _read_once(path, max_bytes)
            if steady:
                return content
    except OSError as error:
        raise refused(path, error) from error
    raise FileUnreadableError(path, "it is being written; try again when that is over")


def _read_once(path: Path, max_bytes: int) -> tuple[bytes, bool]:
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if before.st_size > max_bytes:
            why = f"{before.st_size:,} bytes, where at most {max_bytes:,} are expected; is it the right file?"
            raise FileUnreadableError(path, why)
        content = file.read(max_bytes + 1)
    after = path.stat()  # by name: the file may have been replaced, not only written
    same = (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    return content, same and len(content) == after.st_size


def is_folder(path: Path) -> bool:
    """Tell whether this is a folder; a path that the system refuses is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Tell whether this is a file, or a link to one; a path that the system refuses is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def named(folder: Path, name: str) -> Path | None:
    """Return the newest file of this name, whatever its case.

    Raises `FileUnreadableError`, also when only something else has the name: a folder, a pipe, a dead link.
    """
    wanted = name.casefold()
    try:
        found = [path for path in folder.iterdir() if path.name.casefold() == wanted]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refused(folder, error) from error
    files = [path for path in found if is_file(path)]
    if found and not files:
        raise _no_file(found[0])
    return min(files, key=lambda path: (-path.stat().st_mtime_ns, path.name), default=None)


def _no_file(path: Path) -> FileUnreadableError:
    try:
        path.stat()
    except OSError as error:
        return refused(path, error)
    return FileUnreadableError(path, "it is no file")
