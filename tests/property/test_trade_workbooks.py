"""Workbooks of every kind are read back as they were meant, and no damage goes unseen."""

import math
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ballast_adapters.sample.workbooks import Market, WorkbookSpec, make_book, make_workbook
from ballast_adapters.sample.workbooks_demo import CD, M2K, MES, MNQ
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.trades import BadWorkbookError, Cell, ContractSpec, TradeBook
from ballast_core.trades.parsing import read_trades
from ballast_core.trades.parsing.reconcile import reconcile

SPECS = st.builds(
    WorkbookSpec,
    market=st.sampled_from(
        [MES, MNQ, M2K, CD, Market(symbol="NE1", price=0.6, tick=0.0001, point_value=1e5)]
    ),
    minutes=st.sampled_from([15, 30, 60]),
    days=st.integers(40, 120),
    trades=st.integers(1, 25),
    style=st.sampled_from(["long", "short", "both", "reversal"]),
    contracts=st.integers(1, 5),
    at_once=st.integers(1, 3),
    scale_out=st.booleans(),
    is_open=st.booleans(),
    no_loser=st.booleans(),
    daily=st.sampled_from(["whole", "whole", "truncated", "missing"]),
    has_settings=st.booleans(),
    seed=st.integers(0, 10_000),
).filter(lambda spec: len(make_book(spec).trades) > 0)

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.floats(),
    st.integers(-3, 3).map(float),
    st.sampled_from(
        ["", "n/a", "Open", "Buy", "Sell", "#REF!", "12,5", "0.79405", " ", "Period", "1/2/2020"]
    ),
    st.text(max_size=5),
    st.booleans(),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 1, 1)),  # noqa: DTZ001 -- cells have no zone
    st.dates(),
    st.just(time(9, 30)),
    st.just(timedelta(hours=30)),
)
WORKBOOK = WorkbookSpec(days=60, trades=6, style="both", is_open=True, contracts=2)
SHEETS = CalamineSheets().read(WORKBOOK.name, make_workbook(WORKBOOK))
BOOK = make_book(WORKBOOK)


@given(SPECS)
def test_a_workbook_is_read_back_as_it_was_meant(spec: WorkbookSpec) -> None:
    read = read_trades(spec.name, CalamineSheets().read(spec.name, make_workbook(spec)))
    assert read.facts.symbol == spec.market.symbol
    assert read.facts.interval_minutes == spec.minutes
    assert differences(read.book, make_book(spec)) == []


@given(SPECS)
def test_a_consistent_workbook_has_no_error_and_no_warning_but_for_missing_sheets(spec: WorkbookSpec) -> None:
    read = read_trades(spec.name, CalamineSheets().read(spec.name, make_workbook(spec)))
    market = spec.market
    table = {market.symbol: ContractSpec(symbol=market.symbol, point_value=market.point_value)}
    rules = {one.rule for one in reconcile(read, table) if one.severity != "note"}
    assert rules <= {"daily.missing", "daily.truncated", "settings.missing"}


@given(st.data())
def test_a_damaged_cell_is_refused_or_told_and_never_read_as_another_number(data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(sorted(SHEETS)))
    row = data.draw(st.integers(0, len(SHEETS[sheet]) - 1))
    column = data.draw(st.integers(0, len(SHEETS[sheet][row]) - 1))
    cell = data.draw(CELLS)
    damaged = {name: [list(cells) for cells in rows] for name, rows in SHEETS.items()}
    damaged[sheet][row][column] = cell
    try:
        read = read_trades(WORKBOOK.name, damaged)
    except BadWorkbookError as refused:
        assert all(problem.what for problem in refused.problems)  # noqa: PT017 -- either is right
        return
    if not isinstance(cell, float | date):  # a sound number or date in its place is what the file says
        names = {name for name, _ in differences(read.book, BOOK)}
        assert names <= {"entry_signal", "exit_signal"}


def differences(one: TradeBook, other: TradeBook) -> list[tuple[str, object]]:
    """Return the columns in which two books differ; signals by their names."""
    if len(one.trades) != len(other.trades):
        return [("rows", len(one.trades))]
    found: list[tuple[str, object]] = []
    for field in fields(one.trades):
        mine, theirs = (getattr(book.trades, field.name) for book in (one, other))
        if field.name.endswith("_signal"):
            mine, theirs = (
                np.array(book.trades.signals)[getattr(book.trades, field.name)] for book in (one, other)
            )
        if field.name == "signals":
            continue
        if not np.array_equal(mine, theirs, equal_nan=mine.dtype.kind in "fM"):
            found.append((field.name, mine))
    if (one.daily is None) != (other.daily is None):
        found.append(("daily", one.daily))
    elif one.daily and other.daily:
        found.extend(
            (name, getattr(one.daily, name))
            for name in ("days", "profit")
            if not np.array_equal(getattr(one.daily, name), getattr(other.daily, name))
        )
    return found


def test_the_same_specification_makes_the_same_rows() -> None:
    assert differences(make_book(WORKBOOK), BOOK) == []
    assert differences(make_book(replace(WORKBOOK, seed=8)), BOOK)
    assert math.isfinite(BOOK.trades.entry_price.sum())
