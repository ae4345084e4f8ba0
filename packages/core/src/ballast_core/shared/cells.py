"""Values as a person reads them."""

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, cast

from ballast_core.shared.table import Column, Unit

MISSING = "–"
_BLOCKS = "▁▂▃▄▅▆▇█"
_MOST_PLACES = 4
_WITHOUT_DIRECTION = (
    "weight",
    "share",
    "coverage",
    "volatility",
    "turnover",
    "var",
    "cvar",
    "win",
    "time",
    "deviation",
)
_PARTS_OF_A_WHOLE = frozenset({"win_rate", "time_in_market", "time_long", "time_short"})
_SPELLERS: dict[Unit, Callable[[Any], str]] = {
    "text": lambda value: printable(str(value)),
    "day": lambda value: value.isoformat(),
    "instant": lambda value: f"{value:%Y-%m-%d %H:%M}{'Z' if value.tzinfo else ''}",
    "year": str,
    "count": "{:,}".format,
    "money": "{:z,.2f}".format,
    "flag": lambda value: "yes" if value else "no",
    "line": lambda value: sparkline(value, len(value)),
}


def texts(column: Column, places: int = 2) -> list[str]:
    """Return the cells of a column as text; fractions with `places` decimals of a percent."""
    spell = _speller(column, places)
    return [MISSING if missing(value) else spell(value) for value in column.values]


def sparkline(values: Sequence[float], width: int) -> str:
    """Draw values with blocks of eight heights, at most `width` of them."""
    points = [value for value in values if not missing(value)]
    if not points:
        return ""
    if len(points) > width:
        last = len(points) - 1
        points = [points[round(at * last / max(width - 1, 1))] for at in range(width)]
    low, high = min(points), max(points)
    step = (high - low) / (len(_BLOCKS) - 1)
    return "".join(_BLOCKS[round((value - low) / step) if step else len(_BLOCKS) // 2] for value in points)


def printable(text: str) -> str:
    """Return a text from a file without what would steer a terminal."""
    return "".join(mark if mark.isprintable() else "�" for mark in text)


def _speller(column: Column, places: int) -> Callable[[Any], str]:
    match column.unit:
        case "number":
            return f"{{:z,.{_decimals(column.values)}f}}".format
        case "fraction":
            signed = has_direction(column.name)
            return lambda value: _percent(value, places, signed=signed)
        case unit:
            return _SPELLERS[unit]


def missing(value: object) -> bool:
    """Tell whether there is no value."""
    return value is None or (isinstance(value, float | Decimal) and math.isnan(value))


def _percent(fraction: float, places: int, *, signed: bool) -> str:
    text = f"{fraction:z,.{places}%}"
    return f"+{text}" if signed and fraction > 0 and text.strip("0.%") else text


def _decimals(values: Sequence[object]) -> int:
    # A ratio has two decimals; shares as many as the file has.
    exact = [value for value in values if isinstance(value, Decimal) and value.is_finite()]
    if not exact:
        return 2
    used = [-int(cast("int", value.normalize().as_tuple().exponent)) for value in exact]
    return min(max(*used, 0), _MOST_PLACES)


def has_direction(name: str) -> bool:
    """Tell by the name of a figure whether its sign means gain or loss."""
    if name.endswith("_return"):  # also one that is weighted by time
        return True
    return name not in _PARTS_OF_A_WHOLE and not set(_WITHOUT_DIRECTION) & set(name.split("_"))
