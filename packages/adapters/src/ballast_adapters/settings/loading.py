"""Where settings come from: flags, the environment, and the file `ballast.toml`."""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import SecretStr, ValidationError

from ballast_adapters.settings.knobs import Settings, absolute, default_home, keys
from ballast_core.shared.errors import InvalidError, Problem

_PREFIX = "BALLAST_"
_TEST_PREFIX = "BALLAST_TEST_"
_FILE_NAME = "ballast.toml"
_MASK = "********"
_NOT_ASKED = "default_factory_not_called"  # a default that hangs on a value which is wrong itself


class ShownSetting(NamedTuple):
    """An effective value, fit to be seen, and where it came from."""

    key: str
    value: str
    origin: str


def load_settings(
    flags: Mapping[str, object] | None = None, env: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings: a flag beats the environment, that beats the file, that beats the default.

    `flags` are named like settings (`data_dir`, `api.port`); one that is None was not given.
    Raises `InvalidError` with every problem at once.
    """
    return _load(flags, env)[0]


def explain(
    flags: Mapping[str, object] | None = None, env: Mapping[str, str] | None = None
) -> list[ShownSetting]:
    """Return each effective value with its origin, secrets masked. Raises as `load_settings`."""
    settings, given = _load(flags, env)
    return [
        ShownSetting(key, _shown(_at(settings, key)), given[key].origin if key in given else "default")
        for key in _KEYS
    ]


def terminal_kind(env: Mapping[str, str] | None = None) -> str:
    """Return what kind of terminal this is, as `TERM` says."""
    return (os.environ if env is None else env).get("TERM", "")


def web_proxy(url: str) -> str:
    """Return the proxy by which this machine asks an address; empty where there is none.

    It is that of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or of the system's settings.
    """
    address = urlsplit(url)
    if not address.hostname or proxy_bypass(address.hostname):
        return ""
    return getproxies().get(address.scheme, "")


_KEYS = tuple(keys())
_SECRETS = (
    "database_url",
    "api_token",
    "secret_key",
    "redis_url",
    "vendors.polygon_key",
    "vendors.fred_key",
    "vendors.newsapi_key",
    "vendors.alphavantage_key",
)
_FOLDERS = ("home", "data_dir", "contracts")
_FROM_FILE = "_file"
_NAMES = (*_KEYS, *(secret + _FROM_FILE for secret in _SECRETS))
_IN_FILE = tuple(name for name in _NAMES if name != "config")


class _Given(NamedTuple):
    value: object
    where: str
    origin: str


class _Source(NamedTuple):
    """A place where values stand: how it writes a key, what precedes that in a problem, and its name."""

    spell: Callable[[str], str]
    where: str
    origin: str
    names: tuple[str, ...] = _NAMES


def _variable(key: str) -> str:
    return _PREFIX + key.upper().replace(".", "__")


def _option(key: str) -> str:
    return "--" + key.rpartition(".")[2].replace("_", "-")


def _load(
    flags: Mapping[str, object] | None, env: Mapping[str, str] | None
) -> tuple[Settings, dict[str, _Given]]:
    problems: list[Problem] = []
    set_flags = {_option(key): value for key, value in (flags or {}).items() if value is not None}
    from_flags = _take(set_flags, _Source(_option, "", "flag"), problems)
    variables = _variables(os.environ if env is None else env)
    from_env = _take(variables, _Source(_variable, "", "environment {}"), problems)
    above = from_env | from_flags
    file = _find_file(above)
    if file is None:
        return _validated(above, problems), above
    in_file = _Source(str, f"{file}: ", f"file {file}", _IN_FILE)
    given = _take(_read_toml(file, problems), in_file, problems) | above
    given.setdefault("config", _Given(file, str(file), "default"))
    return _validated(given, problems), given


def _variables(env: Mapping[str, str]) -> dict[str, object]:
    """Return our variables; an empty one counts as unset, as in Compose files."""
    return {
        name: value
        for name, value in env.items()
        if name.startswith(_PREFIX) and not name.startswith(_TEST_PREFIX) and value
    }


def _take(raw: Mapping[str, object], source: _Source, problems: list[Problem]) -> dict[str, _Given]:
    taken: dict[str, _Given] = {}
    key_of = {source.spell(key): key for key in source.names}
    for name, value in raw.items():
        where = source.where + name
        key = key_of.get(name)
        if key is None:
            problems.append(Problem(where, _unknown(name, key_of)))
            continue
        secret = key.removesuffix(_FROM_FILE)
        if secret in taken:
            problems.append(Problem(where, f"{taken[secret].where} is set too; set one of the two"))
        found = value if key == secret else _content(Path(str(value)), where, problems)
        taken[secret] = _Given(found, where, source.origin.replace("{}", name))
    return taken


def _unknown(name: str, known: Mapping[str, str]) -> str:
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
    return f"there is no such setting; did you mean {nearest}?"


def _content(path: Path, where: str, problems: list[Problem]) -> str | None:
    try:
        content = absolute(path).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        problems.append(Problem(where, f"cannot read {path}: {_reason(error)}"))
        return None
    if not content:
        problems.append(Problem(where, f"{path} is empty"))
        return None
    return content


def _find_file(above: Mapping[str, _Given]) -> Path | None:
    config, home = above.get("config"), above.get("home")
    try:
        if config is not None:
            return absolute(Path(str(config.value)))
        folder = default_home() if home is None else absolute(Path(str(home.value)))
        candidates = (Path(_FILE_NAME).absolute(), folder / _FILE_NAME)
        return next((path for path in candidates if path.is_file()), None)
    except (OSError, ValueError):
        return None  # a wrong value is told with all others; what cannot be seen is not there


def _read_toml(path: Path, problems: list[Problem]) -> dict[str, object]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(str(path), f"cannot be read: {_reason(error)}"))
        return {}
    return {key: _anchored(key, value, path.parent) for key, value in _flat(table)}


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        key = prefix + name
        if isinstance(value, dict) and key not in _KEYS:
            yield from _flat(cast("dict[str, object]", value), key + ".")
        else:
            yield key, value


def _anchored(key: str, value: object, folder: Path) -> object:
    # A path in a file counts from that file's folder, so that cron and a shell agree.
    if isinstance(value, str) and (key in _FOLDERS or key.endswith(_FROM_FILE)):
        return value if value.startswith("~") else str(folder / value)
    return value


def _validated(given: Mapping[str, _Given], problems: list[Problem]) -> Settings:
    nested: dict[str, Any] = {}
    for key, item in given.items():
        section, _, name = key.rpartition(".")
        (nested.setdefault(section, {}) if section else nested)[name] = item.value
    try:
        settings = Settings(**nested)
    except ValidationError as error:
        problems.extend(
            _problem(".".join(map(str, fault["loc"])), fault["msg"], fault["input"], given)
            for fault in error.errors()
            if fault["type"] != _NOT_ASKED
        )
    else:
        if not problems:
            return settings
    first, more = problems[0], len(problems) - 1
    tail = f" (and {more} more)" if more else ""
    raise InvalidError(f"{first.where}: {first.what}{tail}", *problems)


def _problem(place: str, said: str, found: object, given: Mapping[str, _Given]) -> Problem:
    key = next((key for key in given if f"{place}.".startswith(f"{key}.")), place)
    seen = "" if key in _SECRETS else f" (found {found!r})"
    where = given[key].where if key in given else key
    return Problem(where, said.removeprefix("Value error, ") + seen)


def _at(settings: Settings, key: str) -> object:
    found: object = settings
    for name in key.split("."):
        found = getattr(found, name)
    return found


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return _masked(value.get_secret_value())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(cast("tuple[str, ...]", value))
    if isinstance(value, dict):
        return ",".join(f"{old}={new}" for old, new in cast("dict[str, str]", value).items())
    return str(value)


def _masked(secret: str) -> str:
    """Hide a secret, of an address only its password."""
    if "://" not in secret:
        return _MASK
    hidden = re.sub(r"(://[^:/?#@]*:).*@", rf"\g<1>{_MASK}@", secret)
    return re.sub(r"([?&]password=)[^&]*", rf"\g<1>{_MASK}", hidden)
