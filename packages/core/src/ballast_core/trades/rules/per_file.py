"""What is computed of one file once, whatever is selected of it later."""

from dataclasses import dataclass, fields
from typing import cast

import numpy as np

from ballast_core.shared.arrays import Floats, Ints, to_date
from ballast_core.trades.entities import DayColumns, Direction, TradeBook, TradeColumns
from ballast_core.trades.rules.envelope import bounds
from ballast_core.trades.rules.laid import Laid, days_of, ends_of, lay
from ballast_core.trades.rules.picking import picked
from ballast_core.trades.rules.portfolio import Steps
from ballast_core.trades.rules.positions import positions
from ballast_core.trades.rules.split import split

_SIGNS = {Direction.LONG: 1, Direction.SHORT: -1}
_UNMARKED = "{name} has no daily marks: its profit stands on the day of exit, open profit does not show."
_LATE = (
    "The daily marks of {name} begin on {day}, or end, within its trades: equity lacks what {count} trades "
    "made outside of them."
)
_STACKED = "{name} holds several positions at once: its intraday bounds add up the worst of each."
_CLOSED = (
    "{why} Its {side} equity is closed profit on the day of exit, without what was open at the end of a day."
)
_OVERLAP = "{name} holds several positions at once, so its daily marks cannot be split by trade."
_ASTRAY = "The daily marks of {name} do not add up to its trades, so they cannot be split by trade."


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a file on its own calendar, independent of any selection.

    `trades` stand in the order of exit, those still open last; `laid` are the same on the calendar, which
    begins on `first` and has `days` days, from the first entry or mark to the last exit or mark. `marks`
    (days,) is the marked profit, None without marks; `rows` are the positions of days that the file has a
    mark for. `parts` are the marks of the long and of the short trades, None where they cannot be divided.
    `lacking` counts the trades that marks do not cover.
    """

    trades: TradeColumns
    laid: Laid
    first: np.datetime64
    days: int
    marks: Floats | None
    rows: Ints
    parts: tuple[Floats, Floats] | None
    lacking: int


@dataclass(frozen=True, slots=True)
class FileSide:
    """One direction of a file, on the calendar of the file, for a multiplier of 1.

    Shapes: profit, below, above (days,); `rows` positions of the days that count as days of the file.
    `marked` as in `Side`; `notes` must be read beside the figures.
    """

    profit: Floats
    below: Floats
    above: Floats
    positions: Steps
    rows: Ints
    marked: bool
    trades: int
    notes: tuple[str, ...]


def file_rows(book: TradeBook) -> FileRows | None:
    """Return the rows of a file on its calendar; None when it has neither a trade nor a mark.

    Shapes: trades (k,) and marks (m,) in; see `FileRows`.
    Units: dollars.
    NaN: open trades have no net.
    Raises: nothing.
    Source: definitions of `split`.
    """
    trades, daily = book.trades, book.daily if book.daily is not None and len(book.daily) else None
    ends = _first_and_last(trades, daily)
    if ends is None:
        return None
    first, days = ends[0], int((ends[1] - ends[0]).astype(np.int64)) + 1
    laid = lay(trades, first)
    rows = (daily.days - first).astype(np.int64) if daily else _days_of_trades(laid)
    marks = _spread(daily, rows, days) if daily else None
    return FileRows(
        trades=_by_exit(trades),
        laid=laid,
        first=first,
        days=days,
        marks=marks,
        rows=rows,
        parts=_parts(laid, marks, rows) if marks is not None else None,
        lacking=_outside(laid, rows) if daily else 0,
    )


def file_side(rows: FileRows, direction: Direction, name: str) -> FileSide:
    """Return one direction of a file: exact marks where there are, closed profit by day of exit elsewhere.

    Shapes: see `FileRows` and `FileSide`.
    Units: dollars, contracts.
    NaN: none.
    Raises: nothing.
    Source: definitions of `split` and `bounds`.
    """
    sign = _SIGNS.get(direction)
    trades = rows.laid.of_side(sign) if sign else rows.laid
    profit = _marks(rows, direction, trades)
    marked = profit is not None
    if profit is None:
        profit = trades.closed_by_day(rows.days)
    below, above = bounds(trades, profit, lacking=marked and rows.lacking > 0)
    return FileSide(
        profit=profit,
        below=below,
        above=above,
        positions=positions(trades),
        rows=rows.rows if marked or rows.marks is None else _with_exits(rows),
        marked=marked,
        trades=len(trades),
        notes=_notes(rows, direction, name, marked=marked, any_trade=len(trades) > 0),
    )


def size_of(thing: FileRows | FileSide) -> int:
    """Return about how many bytes a thing holds; an array that two of them share counts twice."""
    return sum(_bytes(getattr(thing, field.name)) for field in fields(thing))


def _bytes(part: object) -> int:
    if isinstance(part, np.ndarray):
        return part.nbytes
    if isinstance(part, tuple):
        return sum(_bytes(one) for one in cast("tuple[object, ...]", part))
    if isinstance(part, Steps | TradeColumns | Laid):
        return sum(_bytes(getattr(part, field.name)) for field in fields(part))
    return 64


def _by_exit(trades: TradeColumns) -> TradeColumns:
    ends = ends_of(trades)
    if not bool((ends[1:] < ends[:-1]).any()):
        return trades
    return picked(trades, np.argsort(ends, kind="stable"))


def _spread(daily: DayColumns, rows: Ints, days: int) -> Floats:
    profit = np.zeros(days)
    profit[rows] = daily.profit
    return profit


def _parts(trades: Laid, marks: Floats, rows: Ints) -> tuple[Floats, Floats] | None:
    # A day of trades before the first mark or after the last is one that the marks do not tell of.
    whole = rows[0] == 0 and rows[-1] == marks.size - 1
    return split(trades, marks) if whole else None


def _first_and_last(
    trades: TradeColumns, daily: DayColumns | None
) -> tuple[np.datetime64, np.datetime64] | None:
    ends = [daily.days[[0, -1]]] if daily else []
    if len(trades):
        entries, exits = trades.entry_at.view(np.int64), trades.exit_at.view(np.int64)
        latest = max(entries.max(), exits.max())  # no moment is the least number
        ends.append(days_of(np.array([entries.min(), latest]).view("datetime64[us]")))
    return (min(one[0] for one in ends), max(one[1] for one in ends)) if ends else None


def _days_of_trades(trades: Laid) -> Ints:
    return np.unique(np.concatenate([trades.entered, trades.left[trades.closed]]))


def _outside(trades: Laid, rows: Ints) -> int:
    return int(((trades.entered < rows[0]) | (trades.closed & (trades.left > rows[-1]))).sum())


def _marks(rows: FileRows, direction: Direction, trades: Laid) -> Floats | None:
    if rows.marks is None or direction is Direction.ALL:
        return rows.marks
    if len(trades) == len(rows.laid):  # a file of one side needs no split
        return rows.marks
    if rows.parts is None:
        return None if len(trades) else np.zeros(rows.days)
    return rows.parts[0 if direction is Direction.LONG else 1]


def _with_exits(rows: FileRows) -> Ints:
    exits = rows.laid.left[rows.laid.closed]
    return np.unique(np.concatenate([rows.rows, exits]))


def _notes(
    rows: FileRows, direction: Direction, name: str, *, marked: bool, any_trade: bool
) -> tuple[str, ...]:
    said: list[str] = []
    if rows.marks is None:
        said.append(_UNMARKED.format(name=name))
    elif not marked:
        why = (_OVERLAP if rows.laid.overlaps else _ASTRAY).format(name=name)
        said.append(_CLOSED.format(why=why, side=direction))
    elif rows.lacking:
        day = to_date(rows.first + np.timedelta64(int(rows.rows[0]), "D"))
        said.append(_LATE.format(name=name, day=day, count=rows.lacking))
    if rows.laid.overlaps and any_trade:
        said.append(_STACKED.format(name=name))
    return tuple(said)
