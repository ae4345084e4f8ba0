"""What the name of a file and the words of a program say: symbol, interval, strategy."""

import re

from ballast_core.trades.parsing.parsed import StatedName

_LIST = re.compile(r"tradeslist_([A-Za-z0-9.$@=]+)_(\d{1,5})_(.+)", re.IGNORECASE)
_CONTINUOUS = re.compile(r"@([A-Za-z0-9]+)")
_INTERVAL = re.compile(r"(\d{1,5})\s*(m|min|mins|minute|minutes|h|hr|hour|hours)\b\.?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
_MINUTES_A_DAY = 1_440


def read_name(name: str) -> StatedName:
    """Read `tradeslist_<SYMBOL>_<minutes>_<strategy>.xlsx`; the strategy may hold further underscores."""
    found = _LIST.fullmatch(stem(name))
    if not found:
        return StatedName()
    return StatedName(bare_symbol(found[1]), int(found[2]), found[3])


def stem(name: str) -> str:
    """Return the last part of a path without its ending."""
    last = re.split(r"[/\\]", name)[-1]
    return last.rpartition(".")[0] or last


def bare_symbol(text: str) -> str:
    """Return the symbol without what a charting program adds: `MES` of `@MES`, `@MES.D` and `@MES=107XN`."""
    found = _CONTINUOUS.match(text.strip())
    return (found[1] if found else text.strip().lstrip("@")).upper()


def minutes(interval: str) -> int | None:
    """Return the minutes of `30 min.`, `2 hours` or `Daily`; None for bars that are not of time."""
    text = interval.strip()
    if text.casefold() in {"daily", "1 day", "1d", "d"}:
        return _MINUTES_A_DAY
    if _NUMBER.fullmatch(text):
        return int(text)
    found = _INTERVAL.match(text)
    if not found:
        return None
    return int(found[1]) * (60 if found[2][0] in "hH" else 1)
