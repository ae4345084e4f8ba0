"""What changed between two readings of one file, row by row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

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
type Rows = dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys and texts of the rows that came, went or changed, and how many stayed as they were."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    unchanged: int = 0


def rows_of(content: FileContent) -> Rows:
    """Return the rows of a file's content by a key that survives edits elsewhere in the file."""
    match content:
        case StatusColumns():
            return _keyed(_status_rows(content))
        case BacktestColumns():
            return _keyed(_backtest_rows(content))
        case HoldingsContent(snapshots, trade_log):
            blocks = ((f"snapshot {snapshot.day}", _snapshot_row(snapshot)) for snapshot in snapshots)
            # A trade line has no identity but its text: an edited one is one removed and one added.
            trades = ((f"trade {entry.day} {entry.text}", entry.text) for entry in trade_log)
            return _keyed([*blocks, *trades])
        case Ranking(day=day, ranks=ranks):
            return _keyed((entry.symbol, f"{day} {entry.rank} {entry.position}") for entry in ranks)
        case TradingModel():
            return {name: str(value) for name, value in content.model_dump(mode="json").items()}
        case None:
            return {}


def size_of(content: FileContent) -> int:
    """Return how many rows `rows_of` gives, without making them."""
    match content:
        case StatusColumns() | BacktestColumns():
            return len(content)
        case HoldingsContent(snapshots, trade_log):
            return len(snapshots) + len(trade_log)
        case Ranking(ranks=ranks):
            return len(ranks)
        case TradingModel():
            return len(TradingModel.model_fields)
        case None:
            return 0


def difference(before: Rows, after: Rows) -> Difference:
    """Return what must be done to `before` to get `after`, in the order of the files."""
    return Difference(
        added=tuple((key, row) for key, row in after.items() if key not in before),
        removed=tuple((key, row) for key, row in before.items() if key not in after),
        changed=tuple((key, before[key], row) for key, row in after.items() if before.get(key, row) != row),
        unchanged=sum(1 for key, row in after.items() if before.get(key) == row),
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


def after_line(content: StatusColumns, line: int) -> StatusColumns:
    """Return the records that stand after a line of the file."""
    return _pick_status(content, content.line > line)


def _keyed(rows: Iterable[tuple[str, str]]) -> Rows:
    # Keys that repeat are numbered, so that no row hides another.
    seen: Counter[str] = Counter()
    keyed: Rows = {}
    for key, row in rows:
        seen[key] += 1
        keyed[key if seen[key] == 1 else f"{key} #{seen[key]}"] = row
    return keyed


def _status_rows(content: StatusColumns) -> Iterable[tuple[str, str]]:
    columns = (content.base.tolist(), content.signal.tolist(), content.traded.tolist())
    for at, *values in zip(content.at.astype(str).tolist(), *columns, strict=True):
        yield at, _joined(values)


def _backtest_rows(content: BacktestColumns) -> Iterable[tuple[str, str]]:
    names = content.sub_models or ("",) * len(content)
    columns = (content.buy_and_hold, content.strategy, content.new_highs, content.new_lows)
    days = content.days.astype(str).tolist()
    for day, name, *values in zip(days, names, *(column.tolist() for column in columns), strict=True):
        yield day, f"{_joined(values)} {name}".rstrip()


def _joined(values: Iterable[float]) -> str:
    return " ".join("-" if value != value else repr(value) for value in values)  # noqa: PLR0124 -- NaN is not itself


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
