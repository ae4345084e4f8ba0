"""How lists and amounts by name are spelled in an address, a form or on a command line."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import cast

GREATEST = 1e9
"""More than any margin or multiplier is."""

_ESCAPES = (("%", "%25"), (",", "%2C"), (":", "%3A"))


def listed(value: object) -> object:
    """Return what `a,b` lists, sorted and each once; a comma within a name is written `%2C`."""
    items = _items(value)
    if items and all(isinstance(item, int) for item in items):
        return sorted({int(str(item)) for item in items})
    if items is None or not all(isinstance(item, str) for item in items):
        return value
    return sorted({str(item).strip() for item in items} - {""})


def minutes(value: object) -> object:
    """Return what `15,60` lists, sorted and each once."""
    items = _items(listed(value)) or []
    numbers = [str(item) for item in items]
    return sorted({int(number) for number in numbers}) if all(map(str.isdecimal, numbers)) else value


def amounts(value: object) -> object:
    """Return what `MES:3000,MNQ:4000` gives to each name."""
    if not isinstance(value, str):
        return value
    found: dict[str, float] = {}
    for part in value.split(","):
        if not part.strip():
            continue
        name, colon, amount = part.rpartition(":")
        if not colon or not name.strip():
            raise ValueError(f"write NAME:NUMBER, such as MES:3000, not {part.strip()!r}")
        found[_plain(name)] = _number(amount)
    return found


def positive(value: Mapping[str, float]) -> Mapping[str, float]:
    """Return amounts by name, sorted, when each is a number above 0."""
    for name, amount in value.items():
        if not (isfinite(amount) and amount > 0):
            raise ValueError(f"{name}: {amount:g} is not above 0")
        if amount > GREATEST:
            raise ValueError(f"{name}: {amount:g} is above {GREATEST:g}")
    return dict(sorted(value.items()))


def blank(value: object) -> object:
    """Return nothing for an empty field of a form."""
    return None if isinstance(value, str) and not value.strip() else value


def spelled(value: object) -> str:
    """Return the canonical spelling of a value."""
    if isinstance(value, Mapping):
        given = cast("Mapping[str, object]", value)
        return ",".join(f"{_safe(name)}:{_short(amount)}" for name, amount in given.items())
    if isinstance(value, tuple):
        return ",".join(_safe(str(item)) for item in cast("tuple[object, ...]", value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return _short(value) if isinstance(value, float) else str(value)


def _items(value: object) -> list[object] | None:
    if isinstance(value, str):
        return [_plain(part) for part in value.split(",")]
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        return None
    return list(cast("Iterable[object]", value))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{text.strip()!r} is not a number") from None


def _short(amount: object) -> str:
    return repr(amount).removesuffix(".0")


def _safe(name: str) -> str:
    for plain, escaped in _ESCAPES:
        name = name.replace(plain, escaped)
    return name


def _plain(name: str) -> str:
    for plain, escaped in reversed(_ESCAPES):
        name = name.replace(escaped, plain)
    return name.strip()
