"""Paths in configurations of another machine, as paths of this one."""

from collections.abc import Mapping
from pathlib import Path


def place(written: str, home: Path, remap: Mapping[str, str]) -> Path:
    r"""Return where `written` is on this machine; a relative path starts at `home`.

    The longest prefix of `remap` that covers whole folders is replaced. `\` counts as `/`, and `~` is the
    home folder of whoever runs this, unless `remap` knows it as a prefix.
    """
    prefixes = {_plain(prefix): target for prefix, target in remap.items()}
    for path in (_plain(written), _expanded(_plain(written))):
        covering = [prefix for prefix in prefixes if _covers(prefix, path)]
        if covering:
            prefix = max(covering, key=len)
            return home / _expanded(_plain(prefixes[prefix])) / path[len(prefix) :].lstrip("/")
    return home / _expanded(_plain(written))


def _plain(path: str) -> str:
    slashed = path.strip().replace("\\", "/")
    return slashed.rstrip("/") or slashed[:1]


def _covers(prefix: str, path: str) -> bool:
    return bool(prefix) and (path == prefix or path.startswith(prefix.rstrip("/") + "/"))


def _expanded(path: str) -> str:
    try:
        return str(Path(path).expanduser()) if path.startswith("~") else path
    except RuntimeError:  # a user who is not on this machine
        return path
