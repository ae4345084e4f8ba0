"""What a cell says of how things stand; each surface has its own colors for it."""

from typing import Literal, cast

from ballast_core.shared.cells import has_direction, missing
from ballast_core.shared.table import Column

type Tone = Literal["good", "doubtful", "bad", "plain"]

_TONES: dict[str, Tone] = {
    "ok": "good",
    "done": "good",
    "new": "good",
    "warning": "doubtful",
    "interrupted": "doubtful",
    "rewritten": "doubtful",
    "unreadable": "bad",
    "error": "bad",
    "failed": "bad",
}


def tone(column: Column, value: object) -> Tone:
    """Return the tone of a cell: of a gain or a loss, of a state, of a severity."""
    if column.unit == "fraction" and has_direction(column.name) and not missing(value):
        gain = cast("float", value)
        return "good" if gain > 0 else "bad" if gain < 0 else "plain"
    return _TONES.get(str(value), "plain") if column.name in {"state", "severity"} else "plain"
