"""Backups in a folder, each named by its moment, and which of them may go."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"ballast-\d{8}T\d{6}Z\.dump")


def dated_file(folder: Path, now: datetime) -> Path:
    """Return the file of this moment."""
    return folder / f"ballast-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.dump"


def remove_old(folder: Path, keep: int) -> Iterator[Path]:
    """Remove all but the newest `keep` files that have our names; yield each that is gone."""
    ours = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    for path in ours[:-keep]:
        path.unlink()
        yield path
