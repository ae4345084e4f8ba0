"""Bars as rows of their table: in the binary format of COPY, and as columns that come back packed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Double,
    Integer,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from ballast_adapters.sql.bulk import Statement
from ballast_adapters.sql.columns import binary_rows, cells, packed, repeated, unpacked, whole_cells
from ballast_adapters.sql.schema.market import bars, days_held
from ballast_core.market import BarSeries, KeptBars
from ballast_core.shared.arrays import Bools

_DOUBLES = ("open", "high", "low", "close", "volume", "vwap", "trades")


def bar_rows(new: KeptBars, rows: Bools, at: datetime) -> bytes:
    """Return these rows of bars of one source for COPY, in the order of the table's columns."""
    series, n = new.series, int(rows.sum())
    moment = np.array([np.datetime64(at.replace(tzinfo=None), "us")])
    return binary_rows(
        [
            repeated(series.symbol.encode(), n),
            cells(series.days[rows]),
            *(cells(column[rows]) for column in (series.open, series.high, series.low, series.close)),
            whole_cells(series.volume[rows]),
            cells(series.vwap[rows]),
            whole_cells(series.trades[rows]),
            repeated(series.sources[0].encode(), n),
            cells(new.final[rows]),
            repeated(cells(moment)[0].tobytes(), n),
        ]
    )


def kept_bars(row: Mapping[str, Any]) -> KeptBars:
    """Return the bars of one symbol from a row of `PACKED`."""
    columns = {name: unpacked(row[name], Double()) for name in _DOUBLES}
    series = BarSeries(
        symbol=row["symbol"],
        days=unpacked(row["day"], Date()),
        **columns,
        sources=tuple(row["known"]),
        source=unpacked(row["source"], Integer()) - 1,
    )
    return KeptBars(series, unpacked(row["final"], Boolean()))


def of_symbols(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Return what holds for the rows of the symbols that are asked for."""
    return column == func.any(bindparam("symbols", type_=ARRAY(Text)))


def _packed() -> Statement:
    mine = select(func.array_agg(days_held.c.source.distinct())).where(of_symbols(days_held.c.symbol))
    known = mine.scalar_subquery()
    code = func.array_position(known, bars.c.source.collate("C"), type_=Integer())
    columns = [packed(cast(bars.c[name], Double()), bars.c.day).label(name) for name in _DOUBLES]
    return (
        select(
            bars.c.symbol,
            packed(bars.c.day, bars.c.day).label("day"),
            *columns,
            packed(code, bars.c.day).label("source"),
            packed(bars.c.final, bars.c.day).label("final"),
            known.label("known"),
        )
        .where(of_symbols(bars.c.symbol), bars.c.day.between(bindparam("first"), bindparam("last")))
        .group_by(bars.c.symbol)
    )


PACKED = _packed()
"""A row a symbol: its bars from `first` to `last`, oldest first, each column as one value."""
