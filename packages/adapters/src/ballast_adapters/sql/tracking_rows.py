"""What the tracking tables hold as rows, and as the types of core.

A row begins with what orders it in its file (line or sequence) and its day. NaN in core is NULL in a table.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby, repeat
from typing import Any

import numpy as np

from ballast_adapters.sql.bulk import Row, Rows
from ballast_core.shared.arrays import Floats
from ballast_core.tracking import (
    BacktestColumns,
    Finding,
    Lot,
    Rank,
    Ranking,
    Snapshot,
    StatusColumns,
    TradeLogEntry,
)

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Return the text with the characters that PostgreSQL cannot hold replaced."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def status_rows(records: StatusColumns) -> Rows:
    """Return line, time, base, signal and traded."""
    return list(
        zip(
            records.line.tolist(),
            records.at.tolist(),
            records.base.tolist(),
            _nullable(records.signal),
            _nullable(records.traded),
            strict=True,
        )
    )


def status_columns(rows: Rows) -> StatusColumns:
    """Return the records of rows whose time is in microseconds since 1970 and whose NULLs are NaN."""
    line, at, base, signal, traded = _columns(rows, 5)
    return StatusColumns(
        at=np.array(at, np.int64).view("datetime64[us]"),
        base=np.array(base, np.float64),
        signal=np.array(signal, np.float64),
        traded=np.array(traded, np.float64),
        line=np.array(line, np.int64),
    )


def backtest_rows(points: BacktestColumns) -> Rows:
    """Return line, day, buy and hold, strategy, new highs, new lows and sub-model."""
    return list(
        zip(
            points.line.tolist(),
            points.days.tolist(),
            _nullable(points.buy_and_hold),
            _nullable(points.strategy),
            _nullable(points.new_highs),
            _nullable(points.new_lows),
            map(storable, points.sub_models) if points.sub_models else repeat(None, len(points)),
            strict=True,
        )
    )


def backtest_columns(rows: Rows) -> BacktestColumns:
    """Return the points of rows whose day counts from 1970 and whose NULLs are NaN."""
    line, days, buy_and_hold, strategy, new_highs, new_lows, sub_models = _columns(rows, 7)
    return BacktestColumns(
        days=np.array(days, np.int64).view("datetime64[D]"),
        buy_and_hold=np.array(buy_and_hold, np.float64),
        strategy=np.array(strategy, np.float64),
        new_highs=np.array(new_highs, np.float64),
        new_lows=np.array(new_lows, np.float64),
        sub_models=tuple(name or "" for name in sub_models) if any(n is not None for n in sub_models) else (),
        line=np.array(line, np.int64),
    )


def snapshot_rows(snapshots: Iterable[Snapshot]) -> Rows:
    """Return sequence, day, id, line, active sub-model and cash-in."""
    return [
        (one.sequence, one.day, one.id, one.line, one.active_sub_model, one.cash_in_total)
        for one in snapshots
    ]


def lot_rows(snapshots: Iterable[Snapshot]) -> Rows:
    """Return sequence and day of the snapshot, ticker, shares and purchase price."""
    return [
        (one.sequence, one.day, storable(lot.ticker), lot.shares, lot.purchase_price)
        for one in snapshots
        for lot in one.lots
    ]


def snapshots_of(rows: Rows) -> list[Snapshot]:
    """Return the snapshots of `snapshot_rows`, each repeated for its lots and followed by one of them."""
    return [
        Snapshot(
            sequence=sequence,
            day=day,
            id=key,
            line=line,
            active_sub_model=sub_model,
            cash_in_total=cash_in,
            lots=tuple(
                Lot(ticker=ticker, shares=shares, purchase_price=price)
                for *_, ticker, shares, price in group
                if ticker is not None
            ),
        )
        for (sequence, day, key, line, sub_model, cash_in), group in groupby(
            rows, key=lambda row: tuple(row[:6])
        )
    ]


def trade_rows(entries: Iterable[TradeLogEntry]) -> Rows:
    """Return line, day, action, ticker, shares, price and text."""
    return [
        (
            one.line,
            one.day,
            one.action.value,
            None if one.ticker is None else storable(one.ticker),
            one.shares,
            one.price,
            storable(one.text),
        )
        for one in entries
    ]


def trade_log_of(rows: Rows) -> list[TradeLogEntry]:
    """Return the entries of such rows."""
    return [
        TradeLogEntry(line=line, day=day, action=action, ticker=ticker, shares=shares, price=price, text=text)
        for line, day, action, ticker, shares, price, text in rows
    ]


def rank_rows(ranking: Ranking | None) -> Rows:
    """Return position in the file, day, symbol and rank."""
    if ranking is None:
        return []
    return [(one.position, ranking.day, storable(one.symbol), one.rank) for one in ranking.ranks]


def ranking_of(rows: Rows) -> Ranking | None:
    """Return the ranking of such rows, or nothing when there is none."""
    if not rows:
        return None
    day: date = rows[0][1]
    return Ranking(day=day, ranks=tuple(Rank(position=row[0], symbol=row[2], rank=row[3]) for row in rows))


def finding_rows(findings: Iterable[Finding]) -> Rows:
    """Return file, line, rule, severity, what was read and what was done."""
    return [
        (
            storable(one.file),
            one.line,
            one.rule,
            one.severity.value,
            storable(one.read),
            storable(one.done),
        )
        for one in findings
    ]


def finding_of(row: Iterable[Any]) -> Finding:
    """Return the finding of such a row."""
    file, line, rule, severity, read, done = row
    return Finding(file=file, line=line, rule=rule, severity=severity, read=read, done=done)


def _nullable(values: Floats) -> list[Any]:
    cells: list[Any] = values.tolist()
    for n in np.flatnonzero(np.isnan(values)).tolist():
        cells[n] = None
    return cells


def _columns(rows: Rows, width: int) -> Iterable[Row]:
    return zip(*rows, strict=True) if rows else repeat((), width)
