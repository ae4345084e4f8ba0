"""The colors that underline what the text of a cell says."""

from ballast_core.shared.table import Column
from ballast_core.shared.tone import Tone, tone

_STYLES: dict[Tone, str] = {"good": "green", "doubtful": "yellow", "bad": "red", "plain": ""}


def style(column: Column, value: object) -> str:
    """Return the color that underlines what the text of a cell says."""
    return _STYLES[tone(column, value)]
