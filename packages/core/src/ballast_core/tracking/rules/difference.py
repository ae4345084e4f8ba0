"""What changed between two readings of one file, row by row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from ballast_core.shared.arrays import Bools
from ballast_core.tracking.entities import (
    BacktestColumns,
    HoldingsContent,
    Ranking,
    Snapshot,
    StatusColumns,
    TradingModel,
)

type FileContent = StatusColumns | HoldingsContent | BacktestColumns | Ranking | TradingModel | None
type Grown = StatusColumns | BacktestColumns
type Rows = dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys and texts of the rows that came, went or changed, and how many stayed as they were."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    unchanged: int = 0


def size_of(content: FileContent) -> int:
    """Return how many rows are compared."""
    match content:
        case StatusColumns() | BacktestColumns():
            return len(content)
        case HoldingsContent(snapshots, trade_log):
            return len(snapshots) + len(trade_log)
        case Ranking(ranks=ranks):
            return len(ranks)
        case TradingModel():
            return len(TradingModel.model_fields) - 1 + len(content.parameters)
        case None:
            return 0


def difference(before: FileContent, after: FileContent) -> Difference:
    """Return what must be done to `before` to get `after`, in the order of the files."""
    same = _common_start(before, after)  # most of a history that was written anew, and quickly passed over
    old, new = (_rows_of(_without_start(content, same)) for content in (before, after))
    return Difference(
        added=tuple((key, row) for key, row in new.items() if key not in old),
        removed=tuple((key, row) for key, row in old.items() if key not in new),
        changed=tuple((key, old[key], row) for key, row in new.items() if old.get(key, row) != row),
        unchanged=same + sum(1 for key, row in new.items() if old.get(key) == row),
    )


def since[T: FileContent](content: T, day: date | None) -> T:
    """Return the rows dated `day` or later; all of them when no day is given."""
    if day is None:
        return content
    match content:
        case StatusColumns():
            return _pick_status(content, content.at >= np.datetime64(day))  # type: ignore[return-value]
        case BacktestColumns():
            return _pick_backtest(content, content.days >= np.datetime64(day))  # type: ignore[return-value]
        case HoldingsContent(snapshots, trade_log):
            return HoldingsContent(  # type: ignore[return-value]
                tuple(snapshot for snapshot in snapshots if snapshot.day >= day),
                tuple(entry for entry in trade_log if entry.day >= day),
            )
        case _:
            return content


def after_line(content: Grown, line: int) -> Grown:
    """Return the rows that stand after a line of the file."""
    later = content.line > line
    return (
        _pick_status(content, later) if isinstance(content, StatusColumns) else _pick_backtest(content, later)
    )


def _common_start(before: FileContent, after: FileContent) -> int:
    if not isinstance(before, StatusColumns | BacktestColumns):
        return 0
    if not isinstance(after, StatusColumns | BacktestColumns):
        return 0
    size = min(len(before), len(after))
    differ = np.zeros(size, np.bool_)
    for old, new in zip(_columns(before), _columns(after), strict=True):
        one, two = old[:size], new[:size]
        differ |= (one != two) & ~((one != one) & (two != two))  # noqa: PLR0124 -- NaN is not itself
    return int(np.argmax(differ)) if differ.any() else size


def _rows_of(content: FileContent) -> Rows:
    # The key of a row survives edits elsewhere in the file.
    match content:
        case StatusColumns() | BacktestColumns():
            return _keyed(_column_rows(content))
        case HoldingsContent(snapshots, trade_log):
            blocks = ((f"snapshot {snapshot.day}", _snapshot_row(snapshot)) for snapshot in snapshots)
            # A trade line has no identity but its text: an edited one is one removed and one added.
            trades = ((f"trade {entry.day} {entry.text}", entry.text) for entry in trade_log)
            return _keyed([*blocks, *trades])
        case Ranking(day=day, ranks=ranks):
            return _keyed((entry.symbol, f"{day} {entry.rank} {entry.position}") for entry in ranks)
        case TradingModel():
            facts = content.model_dump(mode="json", exclude={"parameters"}) | content.parameters
            return {name: str(value) for name, value in facts.items()}
        case None:
            return {}


def _keyed(rows: Iterable[tuple[str, str]]) -> Rows:
    # Keys that repeat are numbered, so that no row hides another.
    seen: Counter[str] = Counter()
    keyed: Rows = {}
    for key, row in rows:
        seen[key] += 1
        keyed[key if seen[key] == 1 else f"{key} #{seen[key]}"] = row
    return keyed


def _column_rows(content: StatusColumns | BacktestColumns) -> Iterable[tuple[str, str]]:
    keys, *columns = _columns(content)
    for key, *cells in zip(keys.astype(str).tolist(), *(column.tolist() for column in columns), strict=True):
        yield key, " ".join(map(_cell, cells)).rstrip()


def _columns(content: StatusColumns | BacktestColumns) -> Sequence[npt.NDArray[Any]]:
    # All but the line: the key, and then what the file says of the model.
    if isinstance(content, StatusColumns):
        return content.at, content.base, content.signal, content.traded
    values = (content.buy_and_hold, content.strategy, content.new_highs, content.new_lows)
    names = np.array(content.sub_models) if content.sub_models else np.zeros(len(content), np.str_)
    return content.days, *values, names


def _cell(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return repr(value) if value == value else "-"  # noqa: PLR0124 -- NaN is not itself


def _snapshot_row(snapshot: Snapshot) -> str:
    lots = "; ".join(
        f"{lot.ticker} {lot.shares.normalize():f} @ {lot.purchase_price.normalize():f}"
        for lot in snapshot.lots
    )
    tag = f" [{snapshot.active_sub_model}]" if snapshot.active_sub_model else ""
    return f"{lots}{tag}"


def _pick_status(content: StatusColumns, keep: Bools) -> StatusColumns:
    return StatusColumns(
        content.at[keep], content.base[keep], content.signal[keep], content.traded[keep], content.line[keep]
    )


def _pick_backtest(content: BacktestColumns, keep: Bools) -> BacktestColumns:
    return BacktestColumns(
        content.days[keep],
        content.buy_and_hold[keep],
        content.strategy[keep],
        content.new_highs[keep],
        content.new_lows[keep],
        tuple(name for name, kept in zip(content.sub_models, keep.tolist(), strict=False) if kept),
        content.line[keep],
    )


def _without_start(content: FileContent, rows: int) -> FileContent:
    match content:
        case StatusColumns():
            return _pick_status(content, np.arange(len(content)) >= rows)
        case BacktestColumns():
            return _pick_backtest(content, np.arange(len(content)) >= rows)
        case _:
            return content
