"""Figures as the pages write them: as everywhere else, but with a minus sign for a hyphen."""

import re
from datetime import date

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column, Unit

FIGURES = frozenset({"count", "number", "money", "fraction"})

_NEGATIVE = re.compile(r"(?<!\w)-(?=[\d$])")  # and no part of a day


def cells(column: Column, places: int = 2) -> list[str]:
    """Return the cells of a column as text; fractions with `places` decimals of a percent."""
    spelled = texts(column, places)
    return [typographic(text) for text in spelled] if column.unit in FIGURES else spelled


def typographic(text: str) -> str:
    """Return a text whose negative figures have the minus that is as wide as a plus."""
    return _NEGATIVE.sub("−", text)


def figure(value: object, unit: Unit) -> str:
    """Return one value as text."""
    return cells(Column("", [value], unit))[0]


def money(value: float | None) -> str:
    """Return dollars without cents."""
    return "–" if value is None else typographic(f"{'-' if round(value) < 0 else ''}${abs(value):,.0f}")


def percent(value: float | None) -> str:
    """Return a gain or loss as a percentage with its sign."""
    return cells(Column("", [value], "fraction"), 1)[0]


def share(value: float | None) -> str:
    """Return a part of a whole as a percentage."""
    return cells(Column("share", [value], "fraction"), 1)[0]


def day(value: date) -> str:
    """Return a day as people write it."""
    return f"{value.day} {value:%b %Y}"


def stated(value: object, unit: Unit) -> str:
    """Return one figure as it stands alone, large: dollars, signed percent, a day as people write it."""
    match value:
        case date() if unit == "day":
            return day(value)
        case int() | float() if unit == "money":
            return money(float(value))
        case int() | float() if unit == "fraction":
            return percent(float(value))
        case _:
            return figure(value, unit)


def short_name(file: str) -> str:
    """Return the name of a file of trades without what all such names have."""
    return file.removeprefix("tradeslist_").rpartition(".")[0] or file
