"""Where the models of a data folder are: by their configuration files, else by their params files."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ballast_adapters.files.claims import settled
from ballast_adapters.files.disk import FileUnreadableError, is_file, is_folder, read_whole, reason
from ballast_adapters.files.places import place
from ballast_core.tracking import (
    DataFolderNotFoundError,
    FileKind,
    Finding,
    FoundModel,
    MarketIndex,
    ModelConfig,
    Severity,
    parse_config,
)

FILE_NAMES: Mapping[FileKind, str] = {
    FileKind.STATUS: "PyTAAA_status.params",
    FileKind.HOLDINGS: "PyTAAA_holdings.params",
    FileKind.RANKS: "PyTAAA_ranks.params",
    FileKind.BACKTEST: "pyTAAAweb_backtestPortfolioValue.params",
}
_KNOWN = {name.casefold() for name in FILE_NAMES.values()}
_STORE = "data_store"
_CONFIG = re.compile(r"pytaaa_(?P<model>.+)\.json", re.IGNORECASE)
_NO_CONFIG, _MOVED, _MISSING = "config.none", "config.moved_data_folder", "config.missing_data_folder"
_GUESSED, _UNREADABLE = "config.guessed_index", "config.unreadable"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Draft:
    config: ModelConfig
    findings: tuple[Finding, ...]
    read: bool = True


def find_models(folder: Path, remap: Mapping[str, str]) -> list[FoundModel]:
    """Return the models of `folder` and of its sub-folders by name. Raises `DataFolderNotFoundError`."""
    homes = [folder, *_sub_folders(folder)]
    configured = [_located(folder, path, draft, remap) for home in homes for path, draft in _drafts(home)]
    taken = {Path(found.locator) for found in configured if found.locator}
    done = {(folder / found.config_path).parent for found in configured}
    bare: list[FoundModel] = []
    for home in homes:
        store = _store_of(home)
        if store and home not in done and store not in taken:
            taken.add(store)
            bare.append(_without_config(home, store))
    return settled([*configured, *bare])


def _sub_folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and is_folder(path))
    except OSError as error:
        raise DataFolderNotFoundError(str(folder), reason(error)) from error


def _drafts(home: Path) -> Iterator[tuple[Path, _Draft]]:
    try:
        files = sorted(path for path in home.iterdir() if path.suffix.casefold() == ".json" and is_file(path))
    except OSError as error:
        _log.warning("cannot look into %s: %s", home, reason(error))
        return
    for path in files:
        draft = _draft(path)
        if draft:
            yield path, _with_index(path.name, draft)


def _draft(path: Path) -> _Draft | None:
    name = _CONFIG.fullmatch(path.name)
    try:
        content = read_whole(path)
    except FileUnreadableError as error:
        return _unread(path, name["model"], str(error)) if name else None
    if not name and not (b'"id"' in content and b'"data_store"' in content):
        return None  # some other JSON: not every one in there is of a model
    parsed = parse_config(content, file=path.name, folder=path.resolve().parent.name)
    if parsed.content:
        return _Draft(parsed.content, parsed.findings)
    return _Draft(ModelConfig(name=name["model"]), parsed.findings, read=False) if name else None


def _unread(path: Path, model: str, why: str) -> _Draft:
    done = "the model is tracked with the settings that are stored of it, if any"
    finding = _finding(path.name, _UNREADABLE, Severity.ERROR, why, done)
    return _Draft(ModelConfig(name=model), (finding,), read=False)


def _located(folder: Path, path: Path, draft: _Draft, remap: Mapping[str, str]) -> FoundModel:
    where = path.relative_to(folder).as_posix()
    written = draft.config.data_folder
    stated = place(written, path.parent, remap) if written else None
    if stated and is_folder(stated):
        return FoundModel(draft.config, where, draft.findings, str(stated.resolve()), draft.read)
    store = _store_of(path.parent)
    findings = (*draft.findings, *_moved(path.name, written, store))
    return FoundModel(draft.config, where, findings, str(store or ""), draft.read)


def _moved(file: str, written: str, store: Path | None) -> tuple[Finding, ...]:
    if store is None:
        done = "no file of the model is read; correct the path, or translate it by the path remapping setting"
        return (_finding(file, _MISSING, Severity.ERROR, written, done),)
    done = f"that folder is not here; the files in {store.name} beside the configuration are read"
    return (_finding(file, _MOVED, Severity.INFO, written, done),) if written else ()


def _without_config(home: Path, store: Path) -> FoundModel:
    name = home.resolve().name
    done = "the folder gives the model its name; its settings are unknown"
    none = _finding(name, _NO_CONFIG, Severity.INFO, f"no pytaaa_*.json in {name}", done)
    draft = _with_index(name, _Draft(ModelConfig(name=name), (none,)))
    return FoundModel(draft.config, "", draft.findings, str(store), config_read=False)


def _store_of(home: Path) -> Path | None:
    try:
        inside = sorted(path for path in home.iterdir() if path.name.casefold() == _STORE and is_folder(path))
        return next((folder.resolve() for folder in (*inside, home) if _has_params(folder)), None)
    except OSError:  # a folder that may not be read is logged where its configuration is looked for
        return None


def _has_params(folder: Path) -> bool:
    return any(path.name.casefold() in _KNOWN for path in folder.iterdir())


def _with_index(file: str, draft: _Draft) -> _Draft:
    config, guess = draft.config, _guess(draft.config.name)
    if config.market_index or config.is_meta or guess is None:
        return draft
    finding = _finding(file, _GUESSED, Severity.INFO, config.name, f"{guess}, by the name alone")
    guessed = config.model_copy(update={"market_index": guess})
    return replace(draft, config=guessed, findings=(*draft.findings, finding))


def _guess(name: str) -> MarketIndex | None:
    match name.casefold().split("_"):
        case ["naz100", "sp500", *_]:  # switches between both
            return None
        case ["naz100", *_]:
            return MarketIndex.NASDAQ_100
        case ["sp500", *_]:
            return MarketIndex.SP_500
        case _:
            return None


def _finding(file: str, rule: str, severity: Severity, read: str, done: str) -> Finding:
    return Finding(file=file, rule=rule, severity=severity, read=read[:200], done=done)
