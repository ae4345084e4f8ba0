"""The colors that underline what the text of a cell says."""

from typing import cast

from ballast_core.shared.cells import has_direction, missing
from ballast_core.shared.table import Column

_STYLES = {
    "ok": "green",
    "done": "green",
    "new": "green",
    "warning": "yellow",
    "unreadable": "red",
    "interrupted": "yellow",
    "rewritten": "yellow",
    "error": "red",
    "failed": "red",
}


def style(column: Column, value: object) -> str:
    """Return the color that underlines what the text of a cell says."""
    if column.unit == "fraction" and has_direction(column.name) and not missing(value):
        gain = cast("float", value)
        return "green" if gain > 0 else "red" if gain < 0 else ""
    return _STYLES.get(str(value), "") if column.name in {"state", "severity"} else ""
