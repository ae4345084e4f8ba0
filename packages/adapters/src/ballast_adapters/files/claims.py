"""What to do when several configurations claim the same model, or the same files."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ballast_core.tracking import Finding, FoundModel, Severity

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_log = logging.getLogger(__name__)


def settled(found: Sequence[FoundModel]) -> list[FoundModel]:
    """Return one model a name, by name: the one in a folder of that name, else the one whose data are there.

    Of several such it is the one with the shortest path. Findings of the model tell which others were left
    out, and who else reads the same files. A name that is not safe as a word on a command line or in an
    address is left out and logged.
    """
    kept = [_alone(same) for same in _by_name([model for model in found if _is_safe(model)])]
    readers: dict[str, list[str]] = {}
    for model in kept:
        readers.setdefault(model.locator, []).append(model.config.name)
    return [_with_others(model, readers[model.locator]) if model.locator else model for model in kept]


def _is_safe(model: FoundModel) -> bool:
    safe = _SAFE.fullmatch(model.config.name) is not None
    if not safe:
        _log.warning("left out %r (%s): not a model name", model.config.name, _where(model))
    return safe


def _by_name(found: Sequence[FoundModel]) -> Iterator[list[FoundModel]]:
    for _, same in groupby(sorted(found, key=_precedence), key=lambda model: model.config.name):
        yield list(same)


def _precedence(model: FoundModel) -> tuple[object, ...]:
    path = model.config_path
    ours = Path(path).name.casefold().startswith("pytaaa_")
    away = not _is_at_home(model)
    return model.config.name, away, not model.locator, not ours, not path, len(path), path, model.locator


def _is_at_home(model: FoundModel) -> bool:
    # A copy of a folder has another name than its model; without a configuration the data tell the folder.
    data = Path(model.locator)
    homes = [Path(model.config_path).parent] if model.config_path else [data, data.parent]
    return model.config.name in [home.name for home in homes]


def _alone(same: Sequence[FoundModel]) -> FoundModel:
    first, *others = same
    done = f"{_where(first)} counts for {first.config.name}"
    again = (_warning(first, "config.duplicate_model", _where(other), done) for other in others)
    return replace(first, config_findings=(*first.config_findings, *again))


def _with_others(model: FoundModel, readers: Sequence[str]) -> FoundModel:
    others = ", ".join(name for name in readers if name != model.config.name)
    if not others:
        return model
    shared = _warning(model, "config.shared_data_folder", others, "kept; these models read the same files")
    return replace(model, config_findings=(*model.config_findings, shared))


def _warning(model: FoundModel, rule: str, read: str, done: str) -> Finding:
    file = Path(_where(model)).name
    return Finding(file=file, rule=rule, severity=Severity.WARNING, read=read[:200], done=done)


def _where(model: FoundModel) -> str:
    return model.config_path or model.locator
