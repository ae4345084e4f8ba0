"""What the tracking tables hold as rows, and as the types of core; NaN in core is NULL in a table."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from ballast_adapters.sql.batch import Batch, ColumnBatch, Rows, TupleBatch
from ballast_adapters.sql.columns import encoded
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
    plain = text.isascii() and "\0" not in text
    return text if plain else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def status_batch(records: StatusColumns) -> Batch:
    """Return line, time, base, signal and traded."""
    return ColumnBatch((records.line, records.at, records.base, records.signal, records.traded))


def status_of(batch: ColumnBatch) -> StatusColumns:
    """Return the records of such a batch."""
    line, at, base, signal, traded = batch.columns
    return StatusColumns(at=at, base=base, signal=signal, traded=traded, line=line)


def backtest_batch(points: BacktestColumns) -> Batch:
    """Return line, day, buy and hold, strategy, new highs, new lows and sub-model."""
    sub_models = encoded([storable(name) for name in points.sub_models] or [""] * len(points))
    values = (points.buy_and_hold, points.strategy, points.new_highs, points.new_lows)
    return ColumnBatch((points.line, points.days, *values, sub_models))


def backtest_of(batch: ColumnBatch) -> BacktestColumns:
    """Return the points of such a batch; without a single sub-model there is no column of them."""
    line, days, buy_and_hold, strategy, new_highs, new_lows, names = batch.columns
    return BacktestColumns(
        days=days,
        buy_and_hold=buy_and_hold,
        strategy=strategy,
        new_highs=new_highs,
        new_lows=new_lows,
        sub_models=tuple(name.decode() for name in names.tolist()) if names.any() else (),
        line=line,
    )


def snapshot_batch(snapshots: Iterable[Snapshot]) -> Batch:
    """Return sequence, day, id, line, active sub-model and cash-in."""
    return TupleBatch(
        [
            (one.sequence, one.day, one.id, one.line, _storable(one.active_sub_model), one.cash_in_total)
            for one in snapshots
        ]
    )


def lot_batch(snapshots: Iterable[Snapshot]) -> Batch:
    """Return sequence and day of the snapshot, ticker, shares and purchase price."""
    return TupleBatch(
        [
            (one.sequence, one.day, storable(lot.ticker), lot.shares, lot.purchase_price)
            for one in snapshots
            for lot in one.lots
        ]
    )


def snapshots_of(rows: Rows) -> list[Snapshot]:
    """Return the snapshots of such rows, each repeated for its lots and followed by one of them."""
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
        for (sequence, day, key, line, sub_model, cash_in), group in groupby(rows, key=lambda row: row[:6])
    ]


def trade_batch(entries: Iterable[TradeLogEntry]) -> Batch:
    """Return line, day, action, ticker, shares, price and text."""
    return TupleBatch(
        [
            (
                one.line,
                one.day,
                one.action.value,
                _storable(one.ticker),
                one.shares,
                one.price,
                storable(one.text),
            )
            for one in entries
        ]
    )


def trade_log_of(rows: Rows) -> list[TradeLogEntry]:
    """Return the entries of such rows."""
    return [
        TradeLogEntry(line=line, day=day, action=action, ticker=ticker, shares=shares, price=price, text=text)
        for line, day, action, ticker, shares, price, text in rows
    ]


def rank_batch(ranking: Ranking | None) -> Batch:
    """Return position in the file, day, symbol and rank."""
    if ranking is None:
        return TupleBatch([])
    return TupleBatch([(one.position, ranking.day, storable(one.symbol), one.rank) for one in ranking.ranks])


def ranking_of(rows: Rows) -> Ranking | None:
    """Return the ranking of such rows, or nothing when there is none."""
    if not rows:
        return None
    ranks = tuple(Rank(position=position, symbol=symbol, rank=rank) for position, _, symbol, rank in rows)
    return Ranking(day=rows[0][1], ranks=ranks)


def finding_rows(findings: Iterable[Finding]) -> Rows:
    """Return file, line, rule, severity, what was read and what was done."""
    return [
        (storable(one.file), one.line, one.rule, one.severity.value, storable(one.read), storable(one.done))
        for one in findings
    ]


def finding_of(row: Iterable[Any]) -> Finding:
    """Return the finding of such a row."""
    file, line, rule, severity, read, done = row
    return Finding(file=file, line=line, rule=rule, severity=severity, read=read, done=done)


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)
