"""Questions that several pages ask: which series, over which time."""

from typing import get_args

from textual.app import App

from ballast_core.shared.dates import PERIODS, Period
from ballast_core.tracking import LABELS, SeriesName
from ballast_tui.screens.choose import Choose

_TIMES = {"d": "day", "w": "week", "m": "month", "y": "year"}


async def ask_series(app: App[None], current: SeriesName) -> SeriesName | None:
    """Return the series that is chosen, if one is."""
    choices = [(name.value, label) for name, (label, _) in LABELS.items()]
    chosen = await app.push_screen_wait(Choose("Which series?", choices, current.value))
    return SeriesName(chosen) if chosen else None


async def ask_period(app: App[None], current: Period) -> Period | None:
    """Return the period that is chosen, if one is."""
    choices = [(name, _said(name)) for name in PERIODS]
    chosen = await app.push_screen_wait(Choose("Over which time?", choices, current))
    return next((name for name in get_args(Period.__value__) if name == chosen), None)


def _said(period: str) -> str:
    match period:
        case "max":
            return "all there is"
        case "ytd":
            return "since the end of last year"
        case _:
            count, unit = period[:-1], _TIMES[period[-1]]
            return f"the last {unit}" if count == "1" else f"the last {count} {unit}s"
