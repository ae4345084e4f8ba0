"""What there is to do about coverage: holes that belong together, each with what would mend it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ballast_core.market import CoverageView, SymbolCoverage

_NAMED = 4


@dataclass(frozen=True, slots=True)
class Todo:
    """Something missing: what, of whom, and what a form sends to have it mended."""

    title: str
    said: str
    hole: str
    weight: int


def todo_of(view: CoverageView) -> tuple[Todo, ...]:
    """Return what is missing, the most sessions first; nothing where all is there."""
    found = [
        _todo(view, "Nothing stored yet", lambda one: one.expected if not one.present else 0),
        _todo(view, "Behind", lambda one: one.tail if one.present else 0),
        _todo(view, "Holes between bars", lambda one: one.missing_between if one.present else 0),
        _todo(view, "Missing at the start", lambda one: one.head if one.present else 0),
    ]
    return tuple(sorted((one for one in found if one), key=lambda one: -one.weight))


def _todo(view: CoverageView, title: str, missing: Callable[[SymbolCoverage], int]) -> Todo | None:
    some = [one for one in view.symbols if missing(one)]
    if not some:
        return None
    sessions = sum(missing(one) for one in some)
    symbols = [one.symbol for one in sorted(some, key=lambda one: (-missing(one), one.symbol))]
    many = "session" if sessions == 1 else "sessions"
    said = f"{sessions:,} {many} of {_names(symbols)}"
    return Todo(title, said, f"{','.join(symbols)} {view.start} {view.end}", sessions)


def _names(symbols: Sequence[str]) -> str:
    if len(symbols) <= _NAMED:
        return ", ".join(symbols)
    return f"{', '.join(symbols[: _NAMED - 1])} and {len(symbols) - _NAMED + 1} more"
