"""What is missing: stretches of sessions, and what is counted of a symbol."""

from datetime import date
from typing import Literal

from ballast_core.market.entities.grades import Grade
from ballast_core.shared.entity import Entity

type Place = Literal["head", "inner", "tail"]
"""Where something is missing: before the first bar, between bars, or after the last one."""


class Gap(Entity):
    """Sessions one after another without a bar, the first and the last of them, and how many they are."""

    place: Place
    first: date
    last: date
    sessions: int


class SymbolCoverage(Entity):
    """What is there of one symbol, and what is missing.

    `expected`, `present`, `head`, `tail` and `stale_sessions` count sessions; `gaps` counts stretches
    between the first and the last bar; `coverage` is a fraction. Without anything to expect there is
    neither coverage nor grade. `findings` counts what is open.
    """

    symbol: str
    name: str = ""
    sector: str = ""
    calendar: str = ""
    expected: int
    present: int
    coverage: float | None
    gaps: int
    missing_between: int
    head: int
    tail: int
    stale_sessions: int
    grade: Grade | None
    first: date | None
    last: date | None
    sources: tuple[str, ...]
    findings: int
