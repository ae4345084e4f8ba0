"""Files that a command names: patterns and folders resolved, and read in parts that fit into memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ballast_core.shared.errors import InvalidError, Problem

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.trades import Incoming

_LISTS = (".xlsx", ".csv", ".txt", ".tsv")
_LOCK = "~$"
"""What Excel puts before the name of a file that it has open; that one holds no trades."""
_AT_ONCE = 32_000_000


def found(given: Sequence[Path]) -> list[Path]:
    """Return the files that are meant, each once, in order. Raises `InvalidError` with all that are not."""
    problems: list[Problem] = []
    paths: dict[Path, None] = {}
    for path in given:
        files = _files(path)
        if not files:
            problems.append(Problem(str(path), _missing(path)))
        paths.update(dict.fromkeys(files))
    if problems:
        raise InvalidError(f"{problems[0].where}: {problems[0].what}", *problems)
    return list(paths)


def parts(paths: Sequence[Path]) -> "Iterator[tuple[Incoming, ...]]":
    """Yield the files with their bytes, as many at once as fit into a bounded memory."""
    from ballast_core.trades import Incoming

    part: list[Incoming] = []
    for path in paths:
        try:
            part.append(Incoming(path.name, path.read_bytes()))
        except OSError as error:
            why = f"cannot be read: {error.strerror or error}"
            raise InvalidError(f"{path}: {why}", Problem(str(path), why)) from error
        if sum(len(one.content) for one in part) >= _AT_ONCE:
            yield tuple(part)
            part.clear()
    if part:
        yield tuple(part)


def _files(path: Path) -> list[Path]:
    path = path.expanduser()
    if path.is_dir():
        return [file for file in sorted(path.rglob("*")) if _is_list(file)]
    if path.exists():
        return [path]
    place, pattern = _pattern(path)
    return [file for file in sorted(place.glob(pattern)) if _is_list(file)] if pattern else []


def _pattern(path: Path) -> tuple[Path, str]:
    """Return a folder and the pattern in it that a shell handed on; no pattern when there is none."""
    for at, part in enumerate(path.parts):
        if any(mark in part for mark in "*?["):
            return Path(*path.parts[:at]), "/".join(path.parts[at:])
    return path, ""


def _is_list(file: Path) -> bool:
    return file.suffix.lower() in _LISTS and not file.name.startswith(_LOCK) and file.is_file()


def _missing(path: Path) -> str:
    if path.is_dir():
        return f"there is no list of trades in this folder ({', '.join(_LISTS)})"
    return "there is no such file"
