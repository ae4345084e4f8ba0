"""What a file holds as rows that begin with their order in the file and their day; NaN is nothing here."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.tracking import BacktestColumns, FileChange, Snapshot, StatusColumns, TradeLogEntry

type Row = tuple[Any, ...]
type Rows = tuple[Row, ...]


def merged(old: Rows, new: Rows, change: FileChange[Any]) -> Rows:
    """Return the rows that are stored after the change."""
    since = change.source.since
    if since:
        return (*(row for row in old if row[1] < since), *(row for row in new if row[1] >= since))
    if change.append and old:
        return (*old, *(row for row in new if row[0] > old[-1][0]))
    return new


def status_rows(records: StatusColumns) -> Rows:
    """Return line, day, time, base, signal and traded."""
    days = records.at.astype("datetime64[D]").tolist()
    values = (records.base, records.signal, records.traded)
    return tuple(zip(records.line.tolist(), days, records.at.tolist(), *map(_nullable, values), strict=True))


def status_columns(rows: Rows) -> StatusColumns:
    """Return the records of such rows."""
    return StatusColumns(
        at=np.array([row[2] for row in rows], "datetime64[us]"),
        base=_floats(rows, 3),
        signal=_floats(rows, 4),
        traded=_floats(rows, 5),
        line=_lines(rows),
    )


def backtest_rows(points: BacktestColumns) -> Rows:
    """Return line, day, buy and hold, strategy, new highs, new lows and sub-model."""
    values = (points.buy_and_hold, points.strategy, points.new_highs, points.new_lows)
    sub_models = points.sub_models or (None,) * len(points)
    return tuple(
        zip(points.line.tolist(), points.days.tolist(), *map(_nullable, values), sub_models, strict=True)
    )


def backtest_columns(rows: Rows) -> BacktestColumns:
    """Return the points of such rows."""
    named = any(row[6] is not None for row in rows)
    return BacktestColumns(
        days=np.array([row[1] for row in rows], "datetime64[D]"),
        buy_and_hold=_floats(rows, 2),
        strategy=_floats(rows, 3),
        new_highs=_floats(rows, 4),
        new_lows=_floats(rows, 5),
        sub_models=tuple(row[6] or "" for row in rows) if named else (),
        line=_lines(rows),
    )


def snapshot_rows(snapshots: Iterable[Snapshot]) -> Rows:
    """Return sequence, day and the snapshot itself."""
    return tuple((one.sequence, one.day, one) for one in snapshots)


def trade_rows(entries: Iterable[TradeLogEntry]) -> Rows:
    """Return line, day and the entry itself."""
    return tuple((one.line, one.day, one) for one in entries)


def _nullable(values: Floats) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.tolist()]


def _floats(rows: Rows, column: int) -> Floats:
    return np.array([row[column] for row in rows], np.float64)


def _lines(rows: Rows) -> Ints:
    return np.array([row[0] for row in rows], np.int64)
