"""What a selection leaves, whatever was asked before, and what its key stands for."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trade_builders import a_book, a_file
from tests.trade_columns import columns

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.trades import (
    BadSelectionError,
    ContractSpec,
    DataMovedError,
    DayColumns,
    Direction,
    NothingSelectedError,
    Selection,
    TradeBook,
)
from ballast_core.trades.rules.choosing import choose, key_of
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

MES, MNQ, CD = "a" * 12, "b" * 12, "c" * 12
FILES = (
    a_file(MES, name="mes.xlsx", symbol="MES", interval_minutes=15, strategy="Trend"),
    a_file(MNQ, name="mnq.xlsx", symbol="MNQ", interval_minutes=60, strategy="Fade"),
    a_file(CD, name="cd.xlsx", symbol="CD", interval_minutes=30, strategy="Trend"),
)
CONTRACTS = {
    symbol: ContractSpec(symbol=symbol, point_value=5, initial_margin=margin)
    for symbol, margin in (("MES", 2_300), ("MNQ", 4_000), ("CD", 1_100))
}


async def reader(*books: tuple[str, TradeBook]) -> ReadPortfolio:
    """Return a reader of three files, or of those given."""
    store = MemoryTradeStore()
    given = dict(books) or {MES: a_book(10, -5, 30), MNQ: a_book(1, 2, 3, 4), CD: a_book(100)}
    for file in FILES:
        if file.id in given:
            await store.add(file, given[file.id])
    return ReadPortfolio(store, CONTRACTS, MemoryArtifacts(), "1")


def total(portfolio: Portfolio) -> float:
    return float(portfolio.profit.sum())


async def test_money_of_several_currencies_is_added_up_with_a_note() -> None:
    store = MemoryTradeStore()
    for file in FILES[:2]:
        await store.add(file, a_book(10))
    euro = CONTRACTS | {"MNQ": CONTRACTS["MNQ"].model_copy(update={"currency": "EUR"})}
    read = ReadPortfolio(store, euro, MemoryArtifacts(), "1")
    assert "EUR and USD" in (await read(Selection())).notes[0]
    assert (await read(Selection(symbols=("MNQ",)))).notes == ()


async def test_a_wide_window_after_a_narrow_one_loses_no_file() -> None:
    read = await reader()
    narrow = await read(Selection(start=date(2024, 3, 7)))
    assert total(narrow) == 4
    assert total(await read(Selection())) == 35 + 10 + 100


async def test_a_file_is_computed_once_whatever_is_selected_of_it() -> None:
    read = await reader()
    await read(Selection())
    again = await read(Selection(start=date(2024, 3, 5), multipliers={MES: 2.0}, margins={"CD": 9.0}))
    assert (again.files_reused, again.files_computed) == (3, 0)


async def test_a_window_starts_again_from_the_capital() -> None:
    found = await (await reader())(Selection(files=(MES,), start=date(2024, 3, 5)))
    assert found.profit.tolist() == [-5, 30]
    assert [trade.net.tolist() for trade in found.trades] == [[-5, 30]]


async def test_a_multiplier_acts_once_on_money_and_contracts() -> None:
    found = await (await reader())(Selection(files=(MES,), multipliers={MES: 3.0}))
    assert found.profit.tolist() == [30, -15, 90]
    assert found.trades[0].contracts.tolist() == [3, 3, 3]
    assert found.chosen.positions[0].value.max() == 3


async def test_the_greatest_margin_given_for_a_symbol_counts() -> None:
    asked = Selection(margins={"MES": 100.0, MES: 3_000.0})
    found = await (await reader())(asked)
    assert found.margins == {"CD": 1_100, "MES": 3_000, "MNQ": 4_000}


async def test_files_go_by_id_or_by_name() -> None:
    found = await (await reader())(Selection(files=("mes.xlsx", CD)))
    assert found.selection.files == (MES, CD)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Selection(files=("x",)), "no file 'x'; there are cd.xlsx, mes.xlsx, mnq.xlsx"),
        (Selection(symbols=("ES",)), "no symbol 'ES'; there are CD, MES, MNQ"),
        (Selection(intervals=(5,)), "no interval '5'; there are 15, 30, 60"),
        (Selection(strategies=("Scalp",)), "no strategy 'Scalp'; there are Fade, Trend"),
        (Selection(multipliers={"x": 2}), "no file 'x'"),
        (Selection(margins={"ES": 2}), "no symbol and no file 'ES'; there are CD, MES, MNQ"),
    ],
)
async def test_what_is_not_there_is_answered_with_what_is(asked: Selection, said: str) -> None:
    with pytest.raises(BadSelectionError, match=said):
        await (await reader())(asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Selection(symbols=("MES",), strategies=("Fade",)), "no file with strategy Fade is among mes.xlsx"),
        (Selection(direction=Direction.SHORT), "no short trade is in"),
        (Selection(start=date(2030, 1, 1)), "lies from 2030-01-01 to the end"),
    ],
)
async def test_an_empty_answer_names_the_filter_that_emptied_it(asked: Selection, said: str) -> None:
    with pytest.raises(NothingSelectedError, match=said):
        await (await reader())(asked)


async def test_without_a_file_the_way_on_is_named() -> None:
    with pytest.raises(NothingSelectedError, match="add one first"):
        await ReadPortfolio(MemoryTradeStore(), {}, MemoryArtifacts(), "1")(Selection())


async def test_a_selection_made_for_other_files_is_told_so() -> None:
    read = await reader()
    version = (await read(Selection())).data_version
    assert (await read(Selection(data_version=version))).data_version == version
    await read.files.remove(CD)
    with pytest.raises(DataMovedError, match="look at the selection again"):
        await read(Selection(data_version=version))


async def test_a_file_without_marks_counts_closed_profit_by_day_of_exit() -> None:
    found = await (await reader((MES, a_book(10, -5, float("nan"), marked=False))))(Selection())
    assert found.profit.tolist() == [10, -5, 0]
    assert "has no daily marks" in found.notes[0]


def overlapping() -> TradeBook:
    """Two long trades at once, and a short one; marked."""
    trades = columns(
        [10, 20, -5],
        entries=["2024-03-04T10:00", "2024-03-05T10:00", "2024-03-08T10:00"],
        exits=["2024-03-06T10:00", "2024-03-07T10:00", "2024-03-08T12:00"],
        side=[1, 1, -1],
        drawdown=[-50, -40, -10],
        run_up=[15, 25, 0],
    )
    days = np.arange("2024-03-04", "2024-03-09", dtype="datetime64[D]")
    return TradeBook(trades, DayColumns(days, np.array([1.0, 2.0, 17.0, 10.0, -5.0])))


async def test_overlapping_trades_are_not_split_but_counted_when_they_close() -> None:
    found = await (await reader((MES, overlapping())))(Selection(direction=Direction.LONG))
    assert found.profit.tolist() == [0, 0, 10, 20, 0]
    assert not found.chosen.marked[0]
    assert "several positions at once, so its daily marks cannot be split" in found.notes[0]


async def test_the_bounds_of_overlapping_trades_add_up() -> None:
    found = await (await reader((MES, overlapping())))(Selection())
    equity = np.cumsum(found.profit)
    assert (equity - found.chosen.below[:, 0]).tolist() == [-50, -90, -90, -30, 20]


async def test_marks_that_begin_late_are_told() -> None:
    book = a_book(10, -5, 30)
    assert book.daily is not None
    late = TradeBook(book.trades, DayColumns(book.daily.days[1:], book.daily.profit[1:]))
    found = await (await reader((MES, late)))(Selection())
    assert found.profit.tolist() == [-5, 30]
    assert "begin on 2024-03-05" in found.notes[0]


async def test_an_open_position_is_held_until_the_last_bar() -> None:
    store = MemoryTradeStore()
    file = FILES[0].model_copy(update={"last_bar": datetime.fromisoformat("2024-03-09T17:00")})
    await store.add(file, a_book(10, float("nan")))
    found = await ReadPortfolio(store, CONTRACTS, MemoryArtifacts(), "1")(Selection())
    assert found.contracts_until == np.datetime64("2024-03-09T17:00")
    assert found.chosen.positions[0].value.tolist() == [1, 0, 1]


def key(asked: Selection, release: str = "1") -> str:
    return key_of(choose(asked, FILES, CONTRACTS), release)


@given(st.permutations(FILES), st.permutations(["MES", "MNQ", "CD"]), st.permutations([15, 30, 60]))
def test_the_order_of_a_request_does_not_change_its_key(
    files: list[object], symbols: list[str], minutes: list[int]
) -> None:
    asked = Selection.model_validate(
        {
            "files": [getattr(file, "id", "") for file in files],
            "symbols": symbols,
            "intervals": minutes,
            "multipliers": dict.fromkeys((getattr(file, "id", "") for file in files), 2.0),
            "margins": dict.fromkeys(symbols, 7.0),
        }
    )
    same = Selection(
        multipliers=dict.fromkeys((MES, MNQ, CD), 2.0), margins=dict.fromkeys(("CD", "MES", "MNQ"), 7.0)
    )
    assert key(asked) == key(same)


@pytest.mark.parametrize(
    "change",
    [
        {"files": (MES,)},
        {"symbols": ("MES",)},
        {"intervals": (15, 60)},
        {"strategies": ("Fade",)},
        {"direction": Direction.LONG},
        {"start": date(2024, 3, 5)},
        {"end": date(2024, 3, 5)},
        {"multipliers": {MES: 2.0}},
        {"margins": {"MES": 9.0}},
        {"spikes": True},
        {"account_equity": 1_000.0},
    ],
    ids=lambda change: str(next(iter(change))),
)
def test_every_field_that_changes_a_result_changes_the_key(change: dict[str, object]) -> None:
    assert key(Selection.model_validate(change)) != key(Selection())


def test_every_field_of_a_selection_is_thought_of() -> None:
    changed = {"files", "symbols", "intervals", "strategies", "direction", "start", "end", "multipliers"}
    changed |= {"margins", "spikes", "account_equity"}
    assert set(Selection.model_fields) - changed == {"data_version"}  # it asks, and changes nothing


def test_the_release_and_the_contract_table_are_part_of_the_key() -> None:
    dearer = CONTRACTS | {"MES": CONTRACTS["MES"].model_copy(update={"initial_margin": 2_400.0})}
    assert (
        len({key(Selection()), key(Selection(), "2"), key_of(choose(Selection(), FILES, dearer), "1")}) == 3
    )


def test_what_changes_no_result_changes_no_key() -> None:
    idle = Selection(files=(MES,), multipliers={MNQ: 2.0, MES: 1.0}, margins={"CD": 9.0, "MES": 2_300.0})
    assert key(idle) == key(Selection(files=(MES,)))
