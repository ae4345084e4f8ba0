"""The stays of a meta-model with its sub-models, as pieces of one bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ballast_core.shared.table import Table
from ballast_core.tracking import SwitchesView
from ballast_web.pages.figures import day

ACROSS = 1_000
_COLORS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """One stay: where it lies on the bar, its color, and what is said of it."""

    at: float
    wide: float
    color: int
    said: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A bar over time, with the color of each sub-model."""

    model: str
    source: str
    first: date
    last: date
    now: str
    since: date
    pieces: tuple[Piece, ...]
    colors: dict[str, int]
    table: Table


def timeline_of(view: SwitchesView, start: date | None, lines: Sequence[str] = ()) -> Timeline:
    """Return the timeline of a ledger from `start` on; all of it where nothing lies after.

    A sub-model has the color of its line in the chart, and what has none, as cash, is gray.
    """
    stays = [stay for stay in view.switches if start is None or stay.to_day >= start] or view.switches
    first = max(stays[0].from_day, start) if start and stays[-1].to_day > start else stays[0].from_day
    last = stays[-1].to_day
    names = sorted({stay.sub_model for stay in stays})
    colors = {name: lines.index(name) % _COLORS + 1 if name in lines else 0 for name in names}
    ends = [stay.from_day for stay in stays[1:]] + [last + timedelta(1)]  # until the next one begins
    span = (ends[-1] - first).days
    pieces = [
        Piece(
            round(ACROSS * (max(stay.from_day, first) - first).days / span, 2),
            round(ACROSS * (end - max(stay.from_day, first)).days / span, 2),
            colors[stay.sub_model],
            f"{stay.sub_model}, {day(stay.from_day)} to {day(stay.to_day)}",
        )
        for stay, end in zip(stays, ends, strict=True)
    ]
    newest = stays[-1]
    return Timeline(
        view.model,
        view.source,
        first,
        last,
        newest.sub_model,
        newest.from_day,
        tuple(pieces),
        colors,
        _newest_first(view),
    )


def _newest_first(view: SwitchesView) -> Table:
    flipped: Sequence[object] = view.switches[::-1]
    return view.model_copy(update={"switches": tuple(flipped)}).table()
