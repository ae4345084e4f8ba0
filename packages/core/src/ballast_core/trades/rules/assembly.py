"""Lays what was computed of each file side by side: the cheap part of every answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.trades.entities import Direction, Selection, TradeColumns, TradeFile
from ballast_core.trades.errors import NothingSelectedError
from ballast_core.trades.rules.choosing import Choice
from ballast_core.trades.rules.laid import days_of
from ballast_core.trades.rules.per_file import FileRows, FileSide
from ballast_core.trades.rules.picking import picked, scaled
from ballast_core.trades.rules.portfolio import Portfolio, Side, Steps
from ballast_core.trades.rules.positions import clipped, weighed

_DAY = np.timedelta64(1, "D")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was computed of the files of a choice; `sides` of each direction that is asked for."""

    rows: tuple[FileRows, ...]
    sides: Mapping[Direction, tuple[FileSide, ...]]
    reused: int
    computed: int


def assemble(
    choice: Choice, gathered: Gathered, key: str, data_version: str, known: Mapping[Direction, Side]
) -> Portfolio:
    """Return the portfolio of a choice: windows and multipliers act here, once, on all alike.

    `known` are sides that the same choice was assembled with before.

    Shapes: see `Portfolio`.
    Units: dollars, contracts.
    NaN: none but in the columns of open trades.
    Raises: NothingSelectedError if no day or no trade of the direction is left.
    Source: definitions of `Portfolio`.
    """
    asked = choice.selection
    chosen = gathered.sides[asked.direction]
    if not any(side.trades for side in chosen):
        raise NothingSelectedError(f"no {asked.direction} trade is in {_names(choice.files)}")
    inside = [_inside(rows, side, asked) for rows, side in zip(gathered.rows, chosen, strict=True)]
    first, last = _ends(gathered.rows, inside, asked)
    days = np.arange(first, last + _DAY, dtype="datetime64[D]")
    starts = np.array([int((rows.first - first).astype(np.int64)) for rows in gathered.rows])
    spans = np.array(
        [
            (at + own[0], at + own[-1] + 1) if own.size else (0, 0)
            for at, own in zip(starts, inside, strict=True)
        ]
    )
    times = np.array([asked.multipliers.get(file.id, 1.0) for file in choice.files])
    layout = _Layout(asked, days.size, starts, spans, times)
    trades = [_counted(rows.trades, asked) for rows in gathered.rows]
    side_of = {
        direction: known.get(direction) or layout.side(sides) for direction, sides in gathered.sides.items()
    }
    since, until = _looked_at(choice.files, side_of[asked.direction].positions, asked)
    return Portfolio(
        selection=asked,
        key=key,
        data_version=data_version,
        files=choice.files,
        multipliers=times,
        margins=choice.margins,
        days=days,
        spans=spans,
        trades=tuple(scaled(some, by) for some, by in zip(trades, times.tolist(), strict=True)),
        sides=side_of,
        contracts_since=since,
        contracts_until=until,
        files_reused=gathered.reused,
        files_computed=gathered.computed,
        notes=(*choice.notes, *(note for side in chosen for note in side.notes)),
    )


def looked_at(portfolio: Portfolio, files: Sequence[int]) -> tuple[np.datetime64, np.datetime64]:
    """Return from when to when the positions of some files are looked at: see `Portfolio`.

    Shapes: positions of files in, two moments out.
    Units: `datetime64[us]`.
    NaN: none.
    Raises: nothing.
    Source: definition; from the first entry, or the beginning of a window that lies later, to the last bar.
    """
    steps = [portfolio.chosen.positions[at] for at in files]
    return _looked_at([portfolio.files[at] for at in files], steps, portfolio.selection)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the days of each file lie among those of the portfolio, and what it is multiplied by."""

    asked: Selection
    days: int
    starts: Ints
    spans: Ints
    times: Floats

    def side(self, sides: Sequence[FileSide]) -> Side:
        """Return one direction of all files on the days of the portfolio."""
        since, until = _window(self.asked)
        steps = (clipped(side.positions, since, until) for side in sides)
        return Side(
            profit=self._laid([side.profit for side in sides]),
            below=self._laid([side.below for side in sides]),
            above=self._laid([side.above for side in sides]),
            positions=tuple(weighed(one, by) for one, by in zip(steps, self.times.tolist(), strict=True)),
            marked=tuple(side.marked for side in sides),
        )

    def _laid(self, parts: Sequence[Floats]) -> Floats:
        laid = np.zeros((self.days, len(parts)), order="F")
        for at, values in enumerate(parts):
            begin, end = self.spans[at]
            own = values[begin - self.starts[at] : end - self.starts[at]] if end > begin else values[:0]
            np.multiply(own, self.times[at], out=laid[begin:end, at])
        return laid


def _inside(rows: FileRows, side: FileSide, asked: Selection) -> Ints:
    days = rows.first + side.rows.astype("timedelta64[D]")
    kept = np.ones(days.size, np.bool_)
    if asked.start:
        kept &= days >= np.datetime64(asked.start)
    if asked.end:
        kept &= days <= np.datetime64(asked.end)
    return side.rows[kept]


def _ends(
    rows: Sequence[FileRows], inside: Sequence[Ints], asked: Selection
) -> tuple[np.datetime64, np.datetime64]:
    spans = [one.first + own[[0, -1]] * _DAY for one, own in zip(rows, inside, strict=True) if own.size]
    if not spans:
        there = (
            f"{min(one.first for one in rows)} to {max(one.first + (one.days - 1) * _DAY for one in rows)}"
        )
        since, until = asked.start or "the beginning", asked.end or "the end"
        raise NothingSelectedError(f"no day of the files ({there}) lies from {since} to {until}")
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _counted(trades: TradeColumns, asked: Selection) -> TradeColumns:
    if not asked.start and not asked.end and asked.direction is Direction.ALL:
        return trades
    # Open trades have no exit that could lie outside.
    kept = np.ones(len(trades), np.bool_)
    days = days_of(trades.exit_at)
    if asked.start:
        kept &= ~(days < np.datetime64(asked.start))
    if asked.end:
        kept &= ~(days > np.datetime64(asked.end))
    if asked.direction is not Direction.ALL:
        kept &= trades.side == (1 if asked.direction is Direction.LONG else -1)
    return trades if bool(kept.all()) else picked(trades, kept)


def _window(asked: Selection) -> tuple[np.datetime64 | None, np.datetime64 | None]:
    return _midnight(asked.start), _midnight(asked.end, after=True)


def _midnight(day: date | None, *, after: bool = False) -> np.datetime64 | None:
    if day is None:
        return None
    first = np.datetime64(day, "us")  # a date has no day after the year 9999, and this has
    return first + _DAY if after else first


def _looked_at(
    files: Sequence[TradeFile], positions: Sequence[Steps], asked: Selection
) -> tuple[np.datetime64, np.datetime64]:
    steps = [one.at for one in positions if one.at.size]
    start, end = _window(asked)
    if start is not None and any(_before(file, asked.start) for file in files):
        since = start
    else:
        since = min((at[0] for at in steps), default=np.datetime64(_EPOCH, "us"))
    bars = [np.datetime64(file.last_bar, "us") for file in files if file.last_bar]
    until = max([since, *(at[-1] for at in steps), *bars])
    return since, until if end is None else min(until, end)


def _before(file: TradeFile, day: date | None) -> bool:
    return day is not None and file.first_day is not None and file.first_day < day


def _names(files: Sequence[TradeFile]) -> str:
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return ", ".join(file.name for file in files[:3]) + more
