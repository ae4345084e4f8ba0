"""Small valid things to test with; say only what the test is about."""

import math
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from ballast_core.tracking import (
    BacktestColumns,
    FileChange,
    FileKind,
    Finding,
    IngestRun,
    Lot,
    Severity,
    Snapshot,
    SourceFile,
    StatusColumns,
    TradeAction,
    TradeLogEntry,
    TradingModel,
    model_id,
    snapshot_id,
)

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def a_model(name: str = "naz100_pine", **others: object) -> TradingModel:
    return TradingModel(id=model_id(name), name=name, **others)


def a_source(kind: FileKind, **others: object) -> SourceFile:
    given = {"name": f"PyTAAA_{kind}.params", "sha256": "0" * 64, "size": 1, "lines": 1, "stored_at": NOON}
    return SourceFile(kind=kind, **(given | others))


def a_change[T](
    kind: FileKind,
    content: T,
    *findings: Finding,
    append: bool = False,
    since: date | None = None,
    **source: object,
) -> FileChange[T]:
    return FileChange(a_source(kind, since=since, **source), content, findings, append)


def a_finding(line: int | None = 1, **others: object) -> Finding:
    given = {"file": "PyTAAA_status.params", "rule": "status.bad_value", "severity": Severity.ERROR}
    return Finding(line=line, **(given | {"read": "cumu_value: x", "done": "left out"} | others))


def status_of(*records: tuple[Any, ...], first_line: int = 1) -> StatusColumns:
    """Each record is time, base, and where there are any: signal, traded."""
    full = [(*record, None, None)[:4] for record in records]
    return StatusColumns(
        at=np.array([record[0] for record in full], "datetime64[us]"),
        base=np.array([record[1] for record in full], np.float64),
        signal=np.array([record[2] for record in full], np.float64),
        traded=np.array([record[3] for record in full], np.float64),
        line=np.arange(first_line, first_line + len(full), dtype=np.int64),
    )


def backtest_of(
    *points: tuple[Any, ...], sub_models: Sequence[str] = (), first_line: int = 1
) -> BacktestColumns:
    """Each point is day, buy and hold, strategy, and where there are any: new highs, new lows."""
    full = [(*point, None, None)[:5] for point in points]
    values = (np.array([point[n] for point in full], np.float64) for n in range(1, 5))
    return BacktestColumns(
        np.array([point[0] for point in full], "datetime64[D]"),
        *values,
        sub_models=tuple(sub_models),
        line=np.arange(first_line, first_line + len(full), dtype=np.int64),
    )


def a_lot(ticker: str, shares: str, price: str) -> Lot:
    return Lot(ticker=ticker, shares=Decimal(shares), purchase_price=Decimal(price))


def a_snapshot(model: UUID, day: date, *lots: Lot, sequence: int = 0, **others: object) -> Snapshot:
    given = {"id": snapshot_id(model, day, sequence), "line": 10 * sequence + 1}
    return Snapshot(day=day, sequence=sequence, lots=lots, **(given | others))


def a_trade(day: date, line: int = 1, **others: object) -> TradeLogEntry:
    given = {"action": TradeAction.NOTE, "text": f"line {line}"}
    return TradeLogEntry(day=day, line=line, **(given | others))


def a_run(**others: object) -> IngestRun:
    return IngestRun(**({"id": uuid4(), "started_at": NOON} | others))


def rows(columns: StatusColumns | BacktestColumns) -> list[tuple[Any, ...]]:
    """Return columns as rows to compare: NaN is None, a missing column of names is left out."""
    lists = [list(getattr(columns, field.name)) for field in fields(columns)]
    return [tuple(map(_plain, row)) for row in zip(*filter(None, lists), strict=True)]


def _plain(cell: object) -> object:
    value = cell.item() if isinstance(cell, np.generic) else cell
    return None if isinstance(value, float) and math.isnan(value) else value
